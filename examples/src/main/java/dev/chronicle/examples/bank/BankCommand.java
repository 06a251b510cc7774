package dev.chronicle.examples.bank;

import java.math.BigDecimal;

/** What customers ask for. */
sealed interface BankCommand {

    record OpenAccount(String accountId) implements BankCommand {}

    record DepositMoney(BigDecimal amount) implements BankCommand {}

    record WithdrawMoney(BigDecimal amount) implements BankCommand {}
}

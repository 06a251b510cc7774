package dev.chronicle.examples.bank;

import java.math.BigDecimal;

/** What a bank has to know of an account to decide about it. */
sealed interface BankAccount {

    record UnopenedBankAccount() implements BankAccount {}

    record OpenBankAccount(BigDecimal balance) implements BankAccount {}
}

package dev.chronicle.examples.bank;

import java.math.BigDecimal;

/** What happened, in the past tense and for ever. */
sealed interface BankEvent {

    record AccountOpened(String accountId) implements BankEvent {}

    record CustomerDepositedCash(BigDecimal amount, BigDecimal balance) implements BankEvent {}

    record CustomerWithdrewCash(BigDecimal amount, BigDecimal balance) implements BankEvent {}
}

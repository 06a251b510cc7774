package dev.chronicle.examples.bank;

/** Why the bank says no. */
enum BankError {
    CANT_DEPOSIT_NEGATIVE_AMOUNT,
    CANT_OPERATE_ON_UNOPENED_ACCOUNT,
    CANT_WITHDRAW_MORE_THAN_CURRENT_BALANCE
}

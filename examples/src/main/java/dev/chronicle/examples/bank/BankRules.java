package dev.chronicle.examples.bank;

import static dev.chronicle.examples.bank.BankError.CANT_DEPOSIT_NEGATIVE_AMOUNT;
import static dev.chronicle.examples.bank.BankError.CANT_OPERATE_ON_UNOPENED_ACCOUNT;
import static dev.chronicle.examples.bank.BankError.CANT_WITHDRAW_MORE_THAN_CURRENT_BALANCE;

import dev.chronicle.examples.bank.BankAccount.OpenBankAccount;
import dev.chronicle.examples.bank.BankAccount.UnopenedBankAccount;
import dev.chronicle.examples.bank.BankCommand.DepositMoney;
import dev.chronicle.examples.bank.BankCommand.OpenAccount;
import dev.chronicle.examples.bank.BankCommand.WithdrawMoney;
import dev.chronicle.examples.bank.BankEvent.AccountOpened;
import dev.chronicle.examples.bank.BankEvent.CustomerDepositedCash;
import dev.chronicle.examples.bank.BankEvent.CustomerWithdrewCash;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;

import java.math.BigDecimal;

/** The rules of the bank: pure functions, which the compiler holds to every case. */
final class BankRules implements Decider<BankCommand, BankEvent, BankAccount, BankError> {

    @Override
    public BankAccount initial() {
        return new UnopenedBankAccount();
    }

    @Override
    public Decision<BankEvent, BankError> handle(BankAccount account, BankCommand command) {
        return switch (account) {
            case UnopenedBankAccount() -> open(command);
            case OpenBankAccount(BigDecimal balance) -> operate(balance, command);
        };
    }

    private static Decision<BankEvent, BankError> open(BankCommand command) {
        return switch (command) {
            case OpenAccount(String accountId) -> Decision.accept(new AccountOpened(accountId));
            case DepositMoney _, WithdrawMoney _ ->
                    Decision.reject(CANT_OPERATE_ON_UNOPENED_ACCOUNT);
        };
    }

    private static Decision<BankEvent, BankError> operate(BigDecimal balance, BankCommand command) {
        return switch (command) {
            case OpenAccount _ -> Decision.nothing();
            case DepositMoney(BigDecimal amount) when amount.signum() <= 0 ->
                    Decision.reject(CANT_DEPOSIT_NEGATIVE_AMOUNT);
            case DepositMoney(BigDecimal amount) ->
                    Decision.accept(new CustomerDepositedCash(amount, balance.add(amount)));
            case WithdrawMoney(BigDecimal amount)
                    when amount.signum() <= 0 || amount.compareTo(balance) > 0 ->
                    Decision.reject(CANT_WITHDRAW_MORE_THAN_CURRENT_BALANCE);
            case WithdrawMoney(BigDecimal amount) ->
                    Decision.accept(new CustomerWithdrewCash(amount, balance.subtract(amount)));
        };
    }

    @Override
    public BankAccount apply(BankAccount account, BankEvent event) {
        return switch (event) {
            case AccountOpened _ -> new OpenBankAccount(BigDecimal.ZERO);
            case CustomerDepositedCash(_, BigDecimal balance) -> new OpenBankAccount(balance);
            case CustomerWithdrewCash(_, BigDecimal balance) -> new OpenBankAccount(balance);
        };
    }
}

package dev.chronicle.examples.bank;

import dev.chronicle.examples.bank.BankAccount.OpenBankAccount;
import dev.chronicle.examples.bank.BankCommand.DepositMoney;
import dev.chronicle.examples.bank.BankCommand.OpenAccount;
import dev.chronicle.examples.bank.BankCommand.WithdrawMoney;
import dev.chronicle.examples.bank.BankEvent.AccountOpened;
import dev.chronicle.examples.bank.BankEvent.CustomerDepositedCash;
import dev.chronicle.examples.bank.BankEvent.CustomerWithdrewCash;
import dev.chronicle.testkit.DeciderFixture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;

class BankRulesTest {

    private static final BankEvent OPENED = new AccountOpened("a-1");
    private static final BankEvent HUNDRED = new CustomerDepositedCash(euros("100"), euros("100"));

    // rules
    private final DeciderFixture<BankCommand, BankEvent, BankAccount, BankError> bank =
            DeciderFixture.of(new BankRules());

    @Test
    void what_is_covered_can_be_withdrawn() {
        bank.given(OPENED, HUNDRED)
                .when(new WithdrawMoney(euros("30")))
                .thenEvents(new CustomerWithdrewCash(euros("30"), euros("70")))
                .thenState(new OpenBankAccount(euros("70")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.01", "0", "-1"})
    void what_is_not_covered_or_not_positive_cannot_be_withdrawn(String amount) {
        bank.given(OPENED, HUNDRED)
                .when(new WithdrawMoney(euros(amount)))
                .thenRejected(BankError.CANT_WITHDRAW_MORE_THAN_CURRENT_BALANCE);
    }

    // rules

    @Test
    void an_account_is_opened_once() {
        bank.given().when(new OpenAccount("a-1")).thenEvents(OPENED);
        bank.given(OPENED).when(new OpenAccount("a-1")).thenNothing();
    }

    @Test
    void all_of_the_balance_can_be_withdrawn() {
        bank.given(OPENED, HUNDRED)
                .when(new WithdrawMoney(euros("100")))
                .thenEvents(new CustomerWithdrewCash(euros("100"), euros("0")));
    }

    @Test
    void a_deposit_adds_to_the_balance() {
        bank.given(OPENED, HUNDRED)
                .when(new DepositMoney(euros("0.50")))
                .thenEvents(new CustomerDepositedCash(euros("0.50"), euros("100.50")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5"})
    void a_deposit_is_positive(String amount) {
        bank.given(OPENED)
                .when(new DepositMoney(euros(amount)))
                .thenRejected(BankError.CANT_DEPOSIT_NEGATIVE_AMOUNT);
    }

    @Test
    void nothing_can_be_done_with_an_account_that_is_not_open() {
        bank.given()
                .when(new DepositMoney(euros("1")))
                .thenRejected(BankError.CANT_OPERATE_ON_UNOPENED_ACCOUNT);
        bank.given()
                .when(new WithdrawMoney(euros("1")))
                .thenRejected(BankError.CANT_OPERATE_ON_UNOPENED_ACCOUNT);
    }

    private static BigDecimal euros(String amount) {
        return new BigDecimal(amount);
    }
}

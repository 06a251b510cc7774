package dev.chronicle.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.examples.Printed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class BankExampleTest {

    @TempDir Path directory;

    @Test
    void the_example_prints_the_day_of_an_account() throws Exception {
        assertThat(Printed.by(BankExample::main, directory).lines())
                .containsExactly(
                        "DepositMoney[amount=100] -> CANT_OPERATE_ON_UNOPENED_ACCOUNT",
                        "1 [AccountOpened[accountId=account-123]]",
                        "2 [CustomerDepositedCash[amount=100, balance=100]]",
                        "DepositMoney[amount=-5] -> CANT_DEPOSIT_NEGATIVE_AMOUNT",
                        "3 [CustomerWithdrewCash[amount=30.50, balance=69.50]]",
                        "WithdrawMoney[amount=1000] -> CANT_WITHDRAW_MORE_THAN_CURRENT_BALANCE",
                        "4 [CustomerDepositedCash[amount=12, balance=81.50]]",
                        "4 [CustomerDepositedCash[amount=12, balance=81.50]]",
                        "5 [CustomerWithdrewCash[amount=1.50, balance=80.00]]",
                        "Aggregate[id=account-123, state=OpenBankAccount[balance=80.00],"
                                + " sequence=5]",
                        "Aggregate[id=account-123, state=OpenBankAccount[balance=80.00],"
                                + " sequence=5]",
                        "AggregateStats[aggregateId=account-123, eventCount=5, currentSequence=5,"
                                + " hasSnapshot=true]",
                        "balance: 80.00");
    }

    @Test
    void what_it_did_is_there_when_it_runs_again() throws Exception {
        Printed.by(BankExample::main, directory);

        assertThat(Printed.by(BankExample::main, directory).lines())
                .startsWith("6 [CustomerDepositedCash[amount=100, balance=180.00]]", "6 []")
                .endsWith("balance: 248.00");
    }
}

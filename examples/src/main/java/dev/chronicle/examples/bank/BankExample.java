package dev.chronicle.examples.bank;

import dev.chronicle.examples.bank.BankCommand.DepositMoney;
import dev.chronicle.examples.bank.BankCommand.OpenAccount;
import dev.chronicle.examples.bank.BankCommand.WithdrawMoney;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentSnapshotStore;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;

/** A day in the life of account-123. Takes the directory to use. */
final class BankExample {

    private static final String ACCOUNT = "account-123";

    private final Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts;

    private BankExample(Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts) {
        this.accounts = accounts;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args.length > 0 ? args[0] : "data/bank");
        try (EventStore store = SegmentEventStore.open(directory);
                SnapshotStore snapshots = SegmentSnapshotStore.open(directory);
                var accounts = Bank.accounts(store, snapshots);
                var projections = new Projections(store, new MemoryCheckpointStore())) {
            Balances balances = new Balances();
            RunningProjection running = projections.start(balances.projection());

            new BankExample(accounts).run();

            running.awaitPosition(store.head(), Duration.ofSeconds(10));
            System.out.println("balance: " + balances.of(ACCOUNT));
        }
    }

    private void run() throws InterruptedException {
        ask(new DepositMoney(euros("100")));
        ask(new OpenAccount(ACCOUNT));
        ask(new DepositMoney(euros("100")));
        ask(new DepositMoney(euros("-5")));
        ask(new WithdrawMoney(euros("30.50")));
        ask(new WithdrawMoney(euros("1000")));

        // a payment that may have got lost is sent again, and made once
        CommandOptions payment = CommandOptions.defaults().id("payment-7");
        ask(new DepositMoney(euros("12")), payment);
        ask(new DepositMoney(euros("12")), payment);
        ask(new WithdrawMoney(euros("1.50")));

        System.out.println(accounts.load(ACCOUNT));
        System.out.println(accounts.latestSnapshot(ACCOUNT).orElseThrow());
        System.out.println(accounts.stats(ACCOUNT));
    }

    private void ask(BankCommand command) throws InterruptedException {
        ask(command, CommandOptions.defaults());
    }

    private void ask(BankCommand command, CommandOptions options) throws InterruptedException {
        System.out.println(
                switch (accounts.execute(ACCOUNT, command, options)) {
                    case Outcome.Accepted<BankEvent, BankError>(var events, long sequence) ->
                            sequence + " " + events;
                    case Outcome.Rejected<BankEvent, BankError>(BankError reason) ->
                            command + " -> " + reason;
                });
    }

    private static BigDecimal euros(String amount) {
        return new BigDecimal(amount);
    }
}

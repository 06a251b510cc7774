package dev.chronicle.examples.bank;

import dev.chronicle.examples.bank.BankCommand.DepositMoney;
import dev.chronicle.examples.bank.BankCommand.OpenAccount;
import dev.chronicle.examples.bank.BankCommand.WithdrawMoney;
import dev.chronicle.projection.ProjectionStatus;
import dev.chronicle.projection.Projections;
import dev.chronicle.sourcing.Aggregate;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.sourcing.OperationTimeoutException;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.OutcomeUnknownException;
import dev.chronicle.sourcing.SystemStats;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;
import dev.chronicle.telemetry.TelemetryEvent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The code of docs/guide/sourcing.md, one method per section. */
final class BankGuide {

    private BankGuide() {}

    public static void main(String[] args) throws Exception {
        Telemetry telemetry = new Telemetry();
        TelemetryCounters counters = new TelemetryCounters();
        telemetry.attach(counters);
        try (var store = new MemoryEventStore()) {
            try (var accounts =
                    Aggregates.of(store, Bank.CATEGORY, new BankRules(), Bank.EVENTS)
                            .telemetry(telemetry)
                            .onFailure(
                                    (id, command, cause) -> System.out.println(id + ": " + cause))
                            .build()) {
                execute(accounts);
                once(accounts);
                retry(accounts);
                send(accounts);
                read(accounts);
                try (var projections = new Projections(store, new MemoryCheckpointStore())) {
                    projections.start(new Balances().projection());
                    System.out.println(stats(accounts, projections, Duration.ofSeconds(61)));
                }
            }
        }
        var ends = counters.read().commands();
        System.out.printf(
                "stored %d, repeated %d, rejected %d%n",
                ends.get(TelemetryEvent.Outcome.STORED),
                ends.get(TelemetryEvent.Outcome.REPEATED),
                ends.get(TelemetryEvent.Outcome.REJECTED));
    }

    private static void execute(Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts)
            throws Exception {
        accounts.execute("a-1", new OpenAccount("a-1")).orThrow();
        // execute
        Outcome<BankEvent, BankError> outcome =
                accounts.execute("a-1", new WithdrawMoney(new BigDecimal("30")));
        switch (outcome) {
            case Outcome.Accepted<BankEvent, BankError>(var events, long sequence) ->
                    System.out.println("stored up to " + sequence + ": " + events);
            case Outcome.Rejected<BankEvent, BankError>(BankError reason) ->
                    System.out.println("no: " + reason);
        }
        // execute
    }

    private static void once(Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts)
            throws Exception {
        // once
        CommandOptions options =
                CommandOptions.defaults()
                        .id("payment-7")
                        .metadata(Map.of("user", "ann", "trace", "4bf92f35"))
                        .timeout(Duration.ofSeconds(5));
        var first = accounts.execute("a-1", new DepositMoney(BigDecimal.TEN), options);
        var again = accounts.execute("a-1", new DepositMoney(BigDecimal.TEN), options);
        System.out.println(first.equals(again));
        // once
    }

    private static void retry(Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts)
            throws Exception {
        CommandOptions options = CommandOptions.defaults().id("payment-8");
        BankCommand command = new DepositMoney(BigDecimal.ONE);
        // retry
        for (int attempt = 1; ; attempt++) {
            try {
                accounts.execute("a-1", command, options).orThrow();
                break;
            } catch (ConflictException | OperationTimeoutException | OutcomeUnknownException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
        // retry
    }

    private static void send(Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts)
            throws Exception {
        // send
        accounts.send("a-1", new DepositMoney(BigDecimal.TEN), CommandOptions.defaults());
        // send
        while (accounts.commandsProcessed() < 6) {
            Thread.onSpinWait();
        }
    }

    private static void read(Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts) {
        // load
        Aggregate<BankAccount> account = accounts.load("a-1");
        System.out.println(account.state() + " after " + account.sequence());
        try (Stream<BankEvent> events = accounts.eventsFrom("a-1", 3)) {
            events.forEach(System.out::println);
        }
        // load
    }

    private static SystemStats stats(
            Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts,
            Projections projections,
            Duration uptime) {
        // stats
        long running =
                projections.statuses().stream()
                        .filter(it -> it.state() != ProjectionStatus.State.STOPPED)
                        .count();
        SystemStats stats = SystemStats.of((int) running, accounts.commandsProcessed(), uptime);
        // stats
        return stats;
    }
}

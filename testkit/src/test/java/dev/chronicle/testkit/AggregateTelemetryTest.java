package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.EventData;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.Snapshots;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.store.memory.MemorySnapshotStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;
import dev.chronicle.telemetry.TelemetryEvent;
import dev.chronicle.telemetry.TelemetryEvent.AggregateLoaded;
import dev.chronicle.telemetry.TelemetryEvent.CommandExecuted;
import dev.chronicle.telemetry.TelemetryEvent.CommandFailed;
import dev.chronicle.telemetry.TelemetryEvent.Outcome;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotIgnored;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotSaved;
import dev.chronicle.testkit.Account.Command;
import dev.chronicle.testkit.Account.Happened;
import dev.chronicle.testkit.Account.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What aggregates tell of their work. */
class AggregateTelemetryTest {

    private static final Duration SOME = Duration.ofDays(-1);

    private final MemoryEventStore store = new MemoryEventStore();
    private final MemorySnapshotStore kept = new MemorySnapshotStore();
    private final Telemetry telemetry = new Telemetry();
    private final List<TelemetryEvent> heard = new CopyOnWriteArrayList<>();

    AggregateTelemetryTest() {
        telemetry.attach(event -> heard.add(timeless(event)));
    }

    /** Durations differ from run to run: negative ones fail, and all others are made equal. */
    private static TelemetryEvent timeless(TelemetryEvent event) {
        return switch (event) {
            case CommandExecuted(var category, var stream, var end, var events, var took, var n) ->
                    new CommandExecuted(category, stream, end, events, some(took), n);
            case CommandFailed(var category, var stream, var cause, var took, var attempts) ->
                    new CommandFailed(category, stream, cause, some(took), attempts);
            case AggregateLoaded(var category, var stream, var replayed, var from, var took) ->
                    new AggregateLoaded(category, stream, replayed, from, some(took));
            default -> event;
        };
    }

    private static Duration some(Duration took) {
        assertThat(took).isPositive();
        return SOME;
    }

    private static CommandExecuted executed(Outcome outcome, int events, int attempts) {
        return new CommandExecuted("Account", "Account/1", outcome, events, SOME, attempts);
    }

    private static AggregateLoaded loaded(long events, boolean fromSnapshot) {
        return new AggregateLoaded("Account", "Account/1", events, fromSnapshot, SOME);
    }

    private Aggregates.Builder<Command, Happened, Account, Refusal> builder() {
        return Aggregates.of(store, "Account", new Account.Rules(), new Account.Codec())
                .telemetry(telemetry);
    }

    private Snapshots<Account> every(long frequency) {
        return new Snapshots<>(
                kept,
                frequency,
                "1",
                account -> EventData.json(account.toString()),
                data -> {
                    throw new IllegalStateException("unreadable");
                });
    }

    @Test
    void the_end_of_a_command_is_told() throws Exception {
        var accounts = builder().build();
        CommandOptions named = CommandOptions.defaults().id("first");
        accounts.execute("1", new Command.DoNothing());
        accounts.execute("1", new Command.DepositOnes(2), named);
        accounts.execute("1", new Command.DepositOnes(2), named);
        accounts.execute("1", new Command.Withdraw(9));

        assertThat(heard)
                .containsExactly(
                        loaded(0, false),
                        executed(Outcome.NOTHING_TO_STORE, 0, 1),
                        executed(Outcome.STORED, 2, 1),
                        executed(Outcome.REPEATED, 0, 1),
                        executed(Outcome.REJECTED, 0, 1));
    }

    @Test
    void a_conflict_shows_as_a_second_attempt() throws Exception {
        var accounts = builder().build();
        accounts.execute("1", new Command.OpenAccount());
        builder().telemetry(new Telemetry()).build().execute("1", new Command.Deposit(5));
        accounts.execute("1", new Command.Deposit(1));

        assertThat(heard)
                .containsExactly(
                        loaded(0, false),
                        executed(Outcome.STORED, 1, 1),
                        executed(Outcome.STORED, 1, 2));
    }

    @Test
    void a_command_that_failed_is_told_also_when_nobody_waits_for_it() throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (var accounts = builder().onFailure((_, _, cause) -> failures.add(cause)).build()) {
            accounts.send("1", new Command.Break(), CommandOptions.defaults());
        }

        assertThat(failures).hasSize(1);
        assertThat(heard)
                .containsExactly(
                        loaded(0, false),
                        new CommandFailed("Account", "Account/1", failures.getFirst(), SOME, 1));
    }

    @Test
    void loads_tell_how_many_events_they_took() throws Exception {
        builder().telemetry(new Telemetry()).build().execute("1", new Command.DepositOnes(7));

        builder().build().load("1");
        kept.save(new StreamId("Account", "1"), new Snapshot(5, "1", EventData.json("5")));
        var readable =
                new Snapshots<Account>(
                        kept,
                        100,
                        "1",
                        _ -> EventData.json("5"),
                        data -> new Account.Open(Long.parseLong(data.text())));
        builder().snapshots(readable).build().load("1");

        assertThat(heard).containsExactly(loaded(7, false), loaded(2, true));
    }

    @Test
    void snapshots_that_are_saved_or_ignored_are_told() throws Exception {
        builder().snapshots(every(5)).build().execute("1", new Command.DepositOnes(6));
        builder().snapshots(every(5)).build().load("1");
        kept.save(new StreamId("Account", "1"), new Snapshot(6, "2", EventData.json("5")));
        builder().snapshots(every(5)).build().load("1");
        kept.save(new StreamId("Account", "1"), new Snapshot(7, "1", EventData.json("5")));
        kept.close();
        builder().snapshots(every(5)).build().execute("2", new Command.DepositOnes(5));

        assertThat(heard).contains(new SnapshotSaved("Account/1", 6));
        assertThat(heard)
                .filteredOn(SnapshotIgnored.class::isInstance)
                .extracting(event -> ((SnapshotIgnored) event).reason())
                .satisfiesExactly(
                        broken -> assertThat(broken).contains("cannot be read", "unreadable"),
                        other -> assertThat(other).isEqualTo("it is of version 2, not 1"),
                        closed -> assertThat(closed).contains("cannot be read"),
                        unsaved -> assertThat(unsaved).contains("not kept"));
    }

    @Test
    void a_handler_that_fails_hurts_no_command() throws Exception {
        telemetry.attach(
                _ -> {
                    throw new AssertionError("a handler at fault");
                });
        var accounts = builder().build();

        accounts.execute("1", new Command.OpenAccount());
        assertThatThrownBy(() -> accounts.execute("1", new Command.Break())).hasMessage("broken");
        assertThat(heard).hasSize(3);
        assertThat(telemetry.handlers()).hasSize(1);
    }

    @Test
    void counters_add_up_what_is_told() throws Exception {
        TelemetryCounters counters = new TelemetryCounters();
        telemetry.attach(counters);
        var accounts = builder().cached(0).build();
        accounts.execute("1", new Command.DepositOnes(3));
        accounts.execute("1", new Command.DepositOnes(4));

        assertThat(counters.read().eventsStored()).isEqualTo(7);
        assertThat(counters.read().eventsReplayed()).isEqualTo(3);
        assertThat(counters.read().aggregatesLoaded()).isEqualTo(2);
    }
}

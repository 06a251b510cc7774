package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.EventData;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.Aggregate;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.sourcing.NonPositiveArgumentException;
import dev.chronicle.sourcing.Snapshots;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.store.memory.MemorySnapshotStore;
import dev.chronicle.testkit.Account.Command;
import dev.chronicle.testkit.Account.Happened;
import dev.chronicle.testkit.Account.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Snapshots make loading shorter and never wrong. A test class per pair of stores extends it. */
@ExtendWith(SeededRandomness.class)
public abstract class AggregateSnapshotsContract {

    private static final StreamId STREAM = new StreamId("Account", "1");

    private EventStore store = new MemoryEventStore();
    private SnapshotStore kept = new MemorySnapshotStore();

    /** For tests of this suite. */
    protected AggregateSnapshotsContract() {}

    /** An empty store. It is closed by the suite. */
    protected abstract EventStore open() throws Exception;

    /** An empty store of snapshots. It is closed by the suite. */
    protected abstract SnapshotStore openSnapshots() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        end();
        store = open();
        kept = openSnapshots();
    }

    @AfterEach
    void end() {
        store.close();
        kept.close();
    }

    private Snapshots<Account> every(long frequency, String version) {
        return new Snapshots<>(
                kept,
                frequency,
                version,
                account ->
                        EventData.json(
                                account instanceof Account.Open(long balance)
                                        ? Long.toString(balance)
                                        : "none"),
                data -> new Account.Open(Long.parseLong(data.text())));
    }

    private Aggregates.Builder<Command, Happened, Account, Refusal> builder() {
        return Aggregates.of(store, "Account", new Account.Rules(), new Account.Codec());
    }

    private Aggregates<Command, Happened, Account, Refusal> accounts(long frequency) {
        return builder().snapshots(every(frequency, "1")).build();
    }

    /** One that remembers nothing itself. */
    private Aggregates<Command, Happened, Account, Refusal> forgetful(long frequency) {
        return builder().snapshots(every(frequency, "1")).cached(0).build();
    }

    private Optional<Long> snapshotAt() {
        return kept.latest(STREAM).map(Snapshot::sequence);
    }

    @Test
    void a_commit_that_reaches_a_multiple_takes_one() throws Exception {
        var accounts = accounts(3);
        accounts.execute("1", new Command.DepositOnes(2));
        assertThat(snapshotAt()).isEmpty();
        assertThat(accounts.latestSnapshot("1")).isEmpty();
        accounts.execute("1", new Command.DepositOnes(1));

        assertThat(snapshotAt()).contains(3L);
        assertThat(accounts.latestSnapshot("1"))
                .contains(new Aggregate<>("1", new Account.Open(3), 3));
        assertThat(accounts.stats("1").hasSnapshot()).isTrue();
    }

    @Test
    void a_commit_that_steps_over_a_multiple_takes_one() throws Exception {
        var accounts = accounts(10);
        accounts.execute("1", new Command.DepositOnes(9));
        assertThat(snapshotAt()).isEmpty();
        accounts.execute("1", new Command.DepositOnes(4));
        assertThat(snapshotAt()).contains(13L);
        accounts.execute("1", new Command.DepositOnes(6));
        assertThat(snapshotAt()).contains(13L);
        accounts.execute("1", new Command.DepositOnes(1));
        assertThat(snapshotAt()).contains(20L);
    }

    @Test
    void loading_goes_on_from_the_snapshot() throws Exception {
        forgetful(5).execute("1", new Command.DepositOnes(5));
        kept.save(STREAM, new Snapshot(5, "1", EventData.json("1000")));
        forgetful(100).execute("1", new Command.DepositOnes(2));

        assertThat(forgetful(100).load("1"))
                .isEqualTo(new Aggregate<>("1", new Account.Open(1002), 7));
    }

    @Test
    void one_that_cannot_be_read_is_ignored_and_made_again() throws Exception {
        forgetful(5).execute("1", new Command.DepositOnes(7));
        kept.save(STREAM, new Snapshot(7, "1", EventData.json("broken")));

        assertThat(forgetful(5).load("1")).isEqualTo(new Aggregate<>("1", new Account.Open(7), 7));
        assertThat(forgetful(5).latestSnapshot("1")).isEmpty();
        assertThat(forgetful(5).stats("1").hasSnapshot()).isFalse();
        forgetful(5).execute("1", new Command.DepositOnes(3));
        assertThat(forgetful(5).latestSnapshot("1"))
                .contains(new Aggregate<>("1", new Account.Open(10), 10));
    }

    @Test
    void one_of_another_version_is_ignored() throws Exception {
        forgetful(5).execute("1", new Command.DepositOnes(5));
        kept.save(STREAM, new Snapshot(5, "2", EventData.json("1000")));

        assertThat(forgetful(5).load("1").state()).isEqualTo(new Account.Open(5));
    }

    @Test
    void one_that_is_ahead_of_the_log_is_ignored() throws Exception {
        forgetful(100).execute("1", new Command.DepositOnes(5));
        kept.save(STREAM, new Snapshot(6, "1", EventData.json("1000")));
        kept.save(new StreamId("Account", "2"), new Snapshot(1, "1", EventData.json("1000")));

        assertThat(forgetful(100).load("1"))
                .isEqualTo(new Aggregate<>("1", new Account.Open(5), 5));
        forgetful(100).execute("2", new Command.OpenAccount());
        assertThat(forgetful(100).load("2").state()).isEqualTo(new Account.Open(0));
    }

    @Test
    void a_failure_to_keep_one_does_not_fail_the_command() throws Exception {
        kept.close();
        var accounts = accounts(1);

        accounts.execute("1", new Command.DepositOnes(1));
        accounts.execute("1", new Command.DepositOnes(1));
        assertThat(accounts.load("1").sequence()).isEqualTo(2);
    }

    @Test
    void a_frequency_is_positive() {
        assertThatThrownBy(() -> every(0, "1"))
                .isInstanceOf(NonPositiveArgumentException.class)
                .hasMessageContaining("frequency=0");
    }

    @Test
    void with_and_without_snapshots_and_memory_the_state_is_the_same(RandomGenerator random)
            throws Exception {
        long balance = 0;
        long sequence = 0;
        for (int i = 0; i < 200; i++) {
            int frequency = 1 + random.nextInt(20);
            var accounts = random.nextBoolean() ? accounts(frequency) : forgetful(frequency);
            int times = 1 + random.nextInt(12);
            accounts.execute("1", new Command.DepositOnes(times));
            balance += times;
            sequence += times;
            Aggregate<Account> expected = new Aggregate<>("1", new Account.Open(balance), sequence);
            assertThat(accounts.load("1")).isEqualTo(expected);
            assertThat(builder().cached(0).build().load("1")).isEqualTo(expected);
        }
    }

    @Test
    void two_writers_with_snapshots_lose_no_update() {
        List<Callable<Integer>> writers =
                Stream.of(accounts(3), forgetful(2), accounts(5), forgetful(100))
                        .<Callable<Integer>>map(
                                writer ->
                                        () -> {
                                            for (int i = 0; i < 25; i++) {
                                                executeAtLast(writer, new Command.DepositOnes(2));
                                            }
                                            return 25;
                                        })
                        .toList();
        Threads.race(writers);

        Aggregate<Account> expected = new Aggregate<>("1", new Account.Open(200), 200);
        assertThat(accounts(3).load("1")).isEqualTo(expected);
        assertThat(builder().build().load("1")).isEqualTo(expected);
        // the last 50 events may all be of the writer that hardly ever takes a snapshot
        assertThat(snapshotAt().orElseThrow()).isBetween(140L, 200L);
    }

    private static void executeAtLast(
            Aggregates<Command, Happened, Account, Refusal> accounts, Command command)
            throws InterruptedException {
        while (true) {
            try {
                accounts.execute("1", command);
                return;
            } catch (ConflictException e) {
                // others were faster five times: try again, as a caller would
            }
        }
    }
}

package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.EventData;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.memory.MemorySnapshotStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * What every {@link SnapshotStore} promises, as tests, and that one that is sound and has room does
 * keep what it is given. A store extends it and says how it is opened.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SeededRandomness.class)
public abstract class SnapshotStoreContract {

    private static final StreamId A = new StreamId("account", "a");
    private static final StreamId B = new StreamId("account", "b");
    private static final int THREADS = 64;

    /** An empty one until {@link #openStore} puts the one under test here. */
    private SnapshotStore store = new MemorySnapshotStore();

    /** For subclasses. */
    protected SnapshotStoreContract() {}

    /**
     * Opens the store of this test: empty the first time. When it is called again in the same test,
     * the store was closed before and is to be opened again, with what it {@link #durability kept}.
     */
    protected abstract SnapshotStore open();

    /** What the store still has when it is opened again; everything unless overridden. */
    protected Durability durability() {
        return Durability.SURVIVES_REOPENING;
    }

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open();
    }

    private static Snapshot snapshot(long sequence, String text) {
        return new Snapshot(sequence, "v1", EventData.json(text));
    }

    @Test
    void a_stream_without_a_snapshot_has_none() {
        assertThat(store.latest(A)).isEmpty();
        store.save(A, snapshot(1, "{}"));
        assertThat(store.latest(B)).isEmpty();
    }

    @Test
    void a_snapshot_comes_back_as_it_was_saved() {
        Snapshot saved = new Snapshot(7, "ä/2", EventData.of("x/y", new byte[] {0, -1, 7}));
        store.save(A, saved);
        assertThat(store.latest(A)).contains(saved);
    }

    @Test
    void texts_and_data_may_be_empty() {
        StreamId keyless = new StreamId("c", "");
        Snapshot saved = new Snapshot(1, "", EventData.of("", new byte[0]));
        store.save(keyless, saved);
        assertThat(store.latest(keyless)).contains(saved);
    }

    @Test
    void a_later_one_replaces_an_earlier_one() {
        store.save(A, snapshot(1, "1"));
        store.save(A, snapshot(2, "2"));
        assertThat(store.latest(A)).contains(snapshot(2, "2"));
    }

    @Test
    void an_earlier_one_does_nothing() {
        store.save(A, snapshot(2, "2"));
        store.save(A, snapshot(1, "1"));
        assertThat(store.latest(A)).contains(snapshot(2, "2"));
    }

    @Test
    void one_of_the_same_sequence_replaces_it() {
        store.save(A, snapshot(2, "old shape"));
        store.save(A, new Snapshot(2, "v2", EventData.json("new shape")));
        assertThat(store.latest(A)).contains(new Snapshot(2, "v2", EventData.json("new shape")));
    }

    @Test
    void a_deleted_one_is_gone_and_an_earlier_one_may_follow() {
        store.save(A, snapshot(5, "5"));
        store.save(B, snapshot(6, "6"));
        store.delete(A);
        store.delete(A);
        assertThat(store.latest(A)).isEmpty();
        assertThat(store.latest(B)).contains(snapshot(6, "6"));
        store.save(A, snapshot(1, "1"));
        assertThat(store.latest(A)).contains(snapshot(1, "1"));
    }

    @Test
    void streams_whose_names_run_together_are_told_apart() {
        store.save(new StreamId("ab", "c"), snapshot(1, "1"));
        store.save(new StreamId("a", "bc"), snapshot(2, "2"));
        assertThat(store.latest(new StreamId("ab", "c"))).contains(snapshot(1, "1"));
        assertThat(store.latest(new StreamId("a", "bc"))).contains(snapshot(2, "2"));
    }

    @Test
    void keys_and_states_may_be_long(RandomGenerator random) {
        StreamId stream = new StreamId("long", "k".repeat(300_000));
        byte[] bytes = new byte[3_000_000];
        random.nextBytes(bytes);
        Snapshot saved = new Snapshot(1, "v", EventData.of("b", bytes));
        store.save(stream, saved);
        assertThat(store.latest(stream)).contains(saved);
        assertThat(store.latest(new StreamId("long", "k".repeat(299_999)))).isEmpty();
    }

    @Test
    void what_cannot_be_is_refused() {
        assertThatThrownBy(() -> new Snapshot(0, "v", EventData.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Snapshot(1, "\ud800", EventData.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_store_fails() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.save(A, snapshot(1, "1")))
                .isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.latest(A)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.delete(A)).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void it_agrees_with_a_map_whatever_is_done(RandomGenerator random) {
        Map<StreamId, Snapshot> model = new HashMap<>();
        for (int step = 0; step < 6_000; step++) {
            StreamId stream = new StreamId("random", "k" + random.nextInt(60));
            switch (random.nextInt(20)) {
                case 0, 1 -> {
                    store.delete(stream);
                    model.remove(stream);
                }
                case 2, 3, 4, 5, 6 ->
                        assertThat(store.latest(stream))
                                .isEqualTo(Optional.ofNullable(model.get(stream)));
                default -> {
                    byte[] bytes = new byte[random.nextInt(300)];
                    random.nextBytes(bytes);
                    Snapshot next =
                            new Snapshot(1 + random.nextInt(9), "v", EventData.of("b", bytes));
                    store.save(stream, next);
                    model.merge(stream, next, (a, b) -> a.sequence() > b.sequence() ? a : b);
                }
            }
            if (step % 1_000 == 999) {
                reopen();
                if (durability() == Durability.GONE_WHEN_CLOSED) {
                    model.clear();
                }
                for (int i = 0; i < 60; i++) {
                    StreamId each = new StreamId("random", "k" + i);
                    assertThat(store.latest(each)).isEqualTo(Optional.ofNullable(model.get(each)));
                }
            }
        }
    }

    @Test
    void threads_see_whole_snapshots_that_never_go_back() {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            tasks.add(() -> number % 2 == 0 ? saveMany(number / 2 % 8) : loadMany(number / 2 % 8));
        }
        Threads.race(tasks);
        for (int shared = 0; shared < 8; shared++) {
            assertThat(store.latest(sharedStream(shared)))
                    .hasValueSatisfying(it -> assertThat(it.sequence()).isEqualTo(300));
        }
    }

    private static StreamId sharedStream(int number) {
        return new StreamId("shared", Integer.toString(number));
    }

    private int saveMany(int number) {
        for (int sequence = 1; sequence <= 300; sequence++) {
            store.save(sharedStream(number), snapshot(sequence, number + ":" + sequence));
        }
        return 0;
    }

    private int loadMany(int number) {
        long last = 0;
        for (int i = 0; i < 300; i++) {
            Optional<Snapshot> found = store.latest(sharedStream(number));
            if (found.isPresent()) {
                long sequence = found.get().sequence();
                assertThat(found.get().data().text()).isEqualTo(number + ":" + sequence);
                assertThat(sequence).isGreaterThanOrEqualTo(last);
                last = sequence;
            }
        }
        return 0;
    }
}

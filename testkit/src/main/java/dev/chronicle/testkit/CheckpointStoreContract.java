package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.memory.MemoryCheckpointStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * What every {@link CheckpointStore} promises, as tests. A store extends it and says how it is
 * opened.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SeededRandomness.class)
public abstract class CheckpointStoreContract {

    private static final int THREADS = 64;

    /** An empty one until {@link #openStore} puts the one under test here. */
    private CheckpointStore store = new MemoryCheckpointStore();

    /** For subclasses. */
    protected CheckpointStoreContract() {}

    /**
     * Opens the store of this test: empty the first time. When it is called again in the same test,
     * the store was closed before and is to be opened again, with what it {@link #durability kept}.
     */
    protected abstract CheckpointStore open();

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

    @Test
    void a_name_that_is_not_known_is_at_the_start() {
        assertThat(store.load("balances")).isEqualTo(Position.START);
        assertThat(store.names()).isEmpty();
    }

    @Test
    void the_position_saved_last_is_loaded_be_it_lower() {
        store.save("balances", new Position(7));
        store.save("balances", new Position(9));
        assertThat(store.load("balances")).isEqualTo(new Position(9));
        store.save("balances", new Position(3));
        assertThat(store.load("balances")).isEqualTo(new Position(3));
    }

    @Test
    void the_start_can_be_saved_and_has_a_name() {
        store.save("balances", Position.START);
        assertThat(store.load("balances")).isEqualTo(Position.START);
        assertThat(store.names()).containsExactly("balances");
    }

    @Test
    void a_deleted_name_is_at_the_start() {
        store.save("a", new Position(7));
        store.save("b", new Position(8));
        store.delete("a");
        store.delete("a");
        assertThat(store.load("a")).isEqualTo(Position.START);
        assertThat(store.load("b")).isEqualTo(new Position(8));
        assertThat(store.names()).containsExactly("b");
    }

    @Test
    void any_well_formed_text_is_a_name() {
        String longName = "ü".repeat(100_000);
        store.save("", new Position(1));
        store.save(longName, new Position(2));
        assertThat(store.load("")).isEqualTo(new Position(1));
        assertThat(store.load(longName)).isEqualTo(new Position(2));
        assertThatThrownBy(() -> store.save("\ud800", new Position(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.names()).containsExactly("", longName);
    }

    @Test
    void a_closed_store_fails() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.save("a", Position.START))
                .isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.load("a")).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.delete("a")).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.names()).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void it_agrees_with_a_map_whatever_is_done(RandomGenerator random) {
        SortedMap<String, Position> model = new TreeMap<>();
        for (int step = 0; step < 3_000; step++) {
            String name = "projection-" + random.nextInt(20);
            Position kept = model.getOrDefault(name, Position.START);
            switch (random.nextInt(40)) {
                case 0 -> {
                    store.delete(name);
                    model.remove(name);
                }
                case 1 -> save(model, name, new Position(random.nextLong(kept.value() + 1)));
                default -> save(model, name, new Position(kept.value() + random.nextInt(100)));
            }
            assertThat(store.load(name)).isEqualTo(model.getOrDefault(name, Position.START));
            if (step % 500 == 499) {
                store.close();
                store = open();
                if (durability() == Durability.GONE_WHEN_CLOSED) {
                    model.clear();
                }
                assertThat(store.names()).containsExactlyElementsOf(model.keySet());
                model.forEach((each, at) -> assertThat(store.load(each)).isEqualTo(at));
            }
        }
    }

    private void save(SortedMap<String, Position> model, String name, Position position) {
        store.save(name, position);
        model.put(name, position);
    }

    @Test
    void threads_keep_their_names_apart() {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "projection-" + thread;
            tasks.add(
                    () -> {
                        for (int i = 1; i <= 100; i++) {
                            store.save(name, new Position(i));
                            assertThat(store.load(name)).isEqualTo(new Position(i));
                        }
                        return 0;
                    });
        }
        Threads.race(tasks);
        assertThat(store.names()).hasSize(THREADS);
        assertThat(store.names())
                .allSatisfy(name -> assertThat(store.load(name)).isEqualTo(new Position(100)));
    }
}

package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;

import org.junit.jupiter.api.RepeatedTest;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Whatever is done to it, a store answers as the store in memory does. */
abstract class ReferenceModelContract extends ContractPart {

    private static final int OPERATIONS = 300;
    private static final int STREAMS = 4;

    ReferenceModelContract(EventStoreContract contract) {
        super(contract);
    }

    @RepeatedTest(8)
    void random_operations_have_the_outcomes_of_the_store_in_memory(RandomGenerator random) {
        RandomHistory history = new RandomHistory(random);
        EventStore model = new MemoryEventStore(store.clock);
        for (int i = 0; i < OPERATIONS; i++) {
            switch (random.nextInt(40)) {
                case 0 -> model = reopened(model);
                case 1, 2, 3, 4 -> move(random);
                case 5, 6, 7, 8, 9, 10, 11, 12 -> readBoth(model, history);
                default -> appendBoth(model, history);
            }
            assertThat(store.head()).isEqualTo(model.head());
        }
        assertThat(store.all()).isEqualTo(all(model));
        model.close();
    }

    private EventStore reopened(EventStore model) {
        store.reopen();
        return switch (store.durability()) {
            case SURVIVES_REOPENING -> model;
            case GONE_WHEN_CLOSED -> {
                model.close();
                yield new MemoryEventStore(store.clock);
            }
        };
    }

    private void move(RandomGenerator random) {
        store.clock.advance(Duration.ofNanos(random.nextLong(-3_000_000, 20_000_000)));
    }

    private void readBoth(EventStore model, RandomHistory history) {
        Query query = history.query();
        Direction direction = history.direction();
        Position after = history.after(model.head(), direction);
        long limit = history.limit();
        try (Stream<?> expected = model.read(query, after, limit, direction)) {
            assertThat(store.read(query, after, limit, direction))
                    .as("read(%s, after=%s, limit=%d, %s)", query, after, limit, direction)
                    .isEqualTo(expected.toList());
        }
    }

    private void appendBoth(EventStore model, RandomHistory history) {
        Append append = history.append(model.head(), model.head().value() / STREAMS);
        Outcome expected = Outcome.of(model, append);

        assertThat(Outcome.of(store.get(), append)).as("%s", append).isEqualTo(expected);
    }

    private static Object all(EventStore model) {
        try (Stream<?> events = model.read(Query.all(), Position.START)) {
            return events.toList();
        }
    }
}

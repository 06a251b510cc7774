package dev.chronicle.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.memory.MemoryEventStore;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

class PositionRangeTest {

    @Test
    void the_search_finds_what_a_scan_finds() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        for (int size : new int[] {0, 1, 2, 3, 50}) {
            AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1000));
            try (MemoryEventStore store = new MemoryEventStore(now::get)) {
                for (int i = 0; i < size; i++) {
                    now.updateAndGet(it -> it.plusMillis(random.nextInt(3)));
                    store.append(List.of(NewEvent.of(new StreamId("s", "k"), "t").build())).join();
                }
                for (int i = 0; i < 300; i++) {
                    check(store, time(random), time(random), seed);
                }
            }
        }
    }

    private static Optional<Instant> time(SplittableRandom random) {
        return random.nextInt(5) == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(random.nextInt(990, 1110)));
    }

    private static void check(
            MemoryEventStore store, Optional<Instant> from, Optional<Instant> to, long seed) {
        PositionRange range = PositionRange.of(store, from, to);
        List<Event> all = store.read(Query.all(), Position.START).toList();
        List<Event> expected =
                all.stream()
                        .filter(it -> from.isEmpty() || !it.recordedAt().isBefore(from.get()))
                        .filter(it -> to.isEmpty() || !it.recordedAt().isAfter(to.get()))
                        .toList();

        assertThat(all.stream().filter(range::contains).toList())
                .as("seed=%d from=%s to=%s", seed, from, to)
                .isEqualTo(expected);
    }
}

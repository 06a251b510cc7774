package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.MutableClock;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

@ExtendWith(SeededRandomness.class)
class LogCopyTest {

    @TempDir private Path directory;
    private final MutableClock sourceTime = new MutableClock(Instant.parse("2020-01-01T00:00:00Z"));
    private final MemoryEventStore source = new MemoryEventStore(sourceTime);
    private final SourceClock clock = new SourceClock();

    @AfterEach
    void close() {
        source.close();
    }

    private void fill(RandomGenerator random, int appends) {
        for (int i = 0; i < appends; i++) {
            List<NewEvent> events = new ArrayList<>();
            for (int n = random.nextInt(1, 30); n > 0; n--) {
                StreamId stream = new StreamId("s", "" + random.nextInt(5));
                events.add(
                        NewEvent.of(stream, "type" + random.nextInt(3))
                                .tags(new Tag("k", "" + random.nextInt(9)))
                                .data(EventData.json("{\"n\":" + n + "}"))
                                .metadata(Map.of("m", "ü"))
                                .time(Instant.ofEpochSecond(random.nextInt(), 7))
                                .build());
            }
            source.append(events).join();
            sourceTime.advance(Duration.ofMillis(random.nextInt(3)));
        }
    }

    private static List<Event> all(EventStore store) {
        try (Stream<Event> events = store.read(Query.all(), Position.START)) {
            return events.toList();
        }
    }

    @Test
    void every_store_gets_the_same_events_at_the_same_places_and_times(RandomGenerator random)
            throws Exception {
        fill(random, 200);
        for (String target : List.of("sqlite:" + directory.resolve("log.db"), "" + directory)) {
            try (EventStore store = OpenStore.at(StoreLocation.parse(target), clock)) {
                Position end = new LogCopy(source, store, clock).run(_ -> {});
                assertThat(end).isEqualTo(source.head());
                assertThat(all(store)).isEqualTo(all(source));
            }
        }
    }

    @Test
    void again_it_goes_on_with_what_came_meanwhile(RandomGenerator random) throws Exception {
        try (MemoryEventStore target = new MemoryEventStore(clock)) {
            for (int i = 0; i < 5; i++) {
                List<Long> progress = new ArrayList<>();
                new LogCopy(source, target, clock).run(progress::add);
                assertThat(all(target)).isEqualTo(all(source));
                assertThat(progress).isSorted();
                fill(random, 20);
            }
        }
    }

    @Test
    void a_target_with_other_events_is_refused_and_left_as_it_is(RandomGenerator random)
            throws Exception {
        fill(random, 20);
        try (MemoryEventStore target = new MemoryEventStore()) {
            target.append(List.of(NewEvent.of(new StreamId("other", "log"), "t").build())).join();
            assertThatThrownBy(() -> new LogCopy(source, target, clock).run(_ -> {}))
                    .isInstanceOf(LogCopy.MismatchException.class)
                    .hasMessageContaining("position=1");
            assertThat(all(target)).hasSize(1);
            try (MemoryEventStore empty = new MemoryEventStore()) {
                assertThatThrownBy(() -> new LogCopy(empty, target, clock).run(_ -> {}))
                        .isInstanceOf(LogCopy.MismatchException.class)
                        .hasMessageContaining("more events");
            }
        }
    }

    @Test
    void a_target_that_dates_events_itself_is_found_out(RandomGenerator random) throws Exception {
        fill(random, 3);
        try (MemoryEventStore target = new MemoryEventStore()) {
            assertThatThrownBy(() -> new LogCopy(source, target, clock).run(_ -> {}))
                    .isInstanceOf(LogCopy.MismatchException.class)
                    .hasMessageContaining("not the same");
        }
    }
}

package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** 64 writers and a few readers at the same time. */
abstract class ConcurrencyContract extends ContractPart {

    private static final int WRITERS = 64;
    private static final int READERS = 3;
    private static final int APPENDS = 25;
    private static final int SHARED_IDS = 400;

    private final Collection<Completed> completed = new ConcurrentLinkedQueue<>();

    private record Completed(int writer, List<NewEvent> events, List<AppendResult> results) {

        List<Long> newPositions() {
            return results.stream()
                    .filter(AppendResult.Appended.class::isInstance)
                    .map(result -> result.position().value())
                    .toList();
        }
    }

    ConcurrencyContract(EventStoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void writers_and_readers_run(RandomGenerator random) {
        CountDownLatch writing = new CountDownLatch(WRITERS);
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            RandomGenerator own = new Random(random.nextLong());
            writers.add(() -> write(writer, own, writing));
        }
        List<Callable<Boolean>> tasks = new ArrayList<>();
        tasks.add(() -> Threads.race(writers).stream().allMatch(done -> done));
        for (int r = 0; r < READERS; r++) {
            tasks.add(() -> follow(writing));
        }
        assertThat(Threads.race(Thread.ofPlatform().factory(), tasks)).containsOnly(true);
    }

    private boolean write(int writer, RandomGenerator random, CountDownLatch writing) {
        try {
            for (int i = 0; i < APPENDS; i++) {
                int size = random.nextBoolean() ? 1 : 2 + random.nextInt(6);
                List<NewEvent> events = new ArrayList<>();
                for (int j = 0; j < size; j++) {
                    events.add(event(writer, "%d-%d-%d".formatted(writer, i, j), random));
                }
                List<AppendResult> results = store.append(Append.of(events));
                assertThat(results).hasSize(size);
                completed.add(new Completed(writer, events, results));
            }
            return true;
        } finally {
            writing.countDown();
        }
    }

    private static NewEvent event(int writer, String id, RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> Sample.event(new StreamId("writer", Integer.toString(writer)), id);
            case 1 -> Sample.event(Sample.A, id);
            default -> Sample.event(Sample.B, "shared-" + random.nextInt(SHARED_IDS));
        };
    }

    /** Reads what is new, again and again. */
    private boolean follow(CountDownLatch writing) {
        Position seen = Position.START;
        boolean last = false;
        while (!last) {
            last = writing.getCount() == 0;
            Position head = store.head();
            List<Event> news = store.read(Query.all(), seen);
            Position end = news.isEmpty() ? seen : news.getLast().position();
            assertThat(end).as("the head was visible").isGreaterThanOrEqualTo(head);
            assertThat(head).as("the head does not go back").isGreaterThanOrEqualTo(seen);
            isGapFree(news, seen.value() + 1, end.value());
            seen = end;
            everythingUpToIsVisible(end);
        }
        return true;
    }

    private void everythingUpToIsVisible(Position end) {
        Position behind = new Position(end.value() + 1);
        List<Event> newest = store.read(Query.all(), behind, 20, Direction.BACKWARDS);
        isGapFree(newest.reversed(), Math.max(1, end.value() - 19), end.value());
    }

    private static void isGapFree(List<Event> events, long first, long last) {
        assertThat(Sample.positions(events))
                .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
    }

    @Test
    void positions_have_no_gaps() {
        isGapFree(store.all(), 1, store.head().value());
    }

    @Test
    void sequences_of_each_stream_have_no_gaps() {
        Map<StreamId, Long> last = new HashMap<>();
        for (Event event : store.all()) {
            assertThat(event.sequence()).isEqualTo(last.merge(event.stream(), 1L, Long::sum));
        }
        assertThat(last).hasSize(WRITERS + 2);
    }

    @Test
    void each_id_is_stored_once_per_stream() {
        record StreamEventId(StreamId stream, EventId id) {}
        Set<StreamEventId> stored = new HashSet<>();
        for (Event event : store.all()) {
            assertThat(stored.add(new StreamEventId(event.stream(), event.id()))).isTrue();
        }
        Set<StreamEventId> offered = new HashSet<>();
        for (Completed append : completed) {
            append.events().forEach(e -> offered.add(new StreamEventId(e.stream(), e.id())));
        }
        assertThat(stored).isEqualTo(offered);
    }

    @Test
    void results_say_where_the_events_stand() {
        List<Event> all = store.all();
        int appended = 0;
        for (Completed append : completed) {
            for (int i = 0; i < append.events().size(); i++) {
                AppendResult result = append.results().get(i);
                Event stored = all.get((int) result.position().value() - 1);
                assertThat(stored.stream()).isEqualTo(append.events().get(i).stream());
                assertThat(stored.id()).isEqualTo(append.events().get(i).id());
                if (result instanceof AppendResult.Appended(_, long sequence)) {
                    assertThat(stored.sequence()).isEqualTo(sequence);
                    appended++;
                }
            }
        }
        assertThat(appended).isEqualTo(all.size());
    }

    @Test
    void the_appends_of_a_writer_keep_their_order() {
        Map<Integer, Long> last = new HashMap<>();
        for (Completed append : completed) {
            for (long position : append.newPositions()) {
                assertThat(position).isGreaterThan(last.getOrDefault(append.writer(), 0L));
                last.put(append.writer(), position);
            }
        }
        assertThat(last).hasSize(WRITERS);
    }

    @Test
    void the_events_of_an_append_stand_together() {
        for (Completed append : completed) {
            List<Long> positions = append.newPositions();
            for (int i = 0; i < positions.size(); i++) {
                assertThat(positions.get(i)).isEqualTo(positions.getFirst() + i);
            }
        }
    }
}

package dev.chronicle.testkit;

import static dev.chronicle.store.Direction.BACKWARDS;
import static dev.chronicle.store.Direction.FORWARDS;
import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.events;
import static dev.chronicle.testkit.Sample.positions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Direction;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reading in both directions, between any two positions, while others write. */
abstract class ReadContract extends ContractPart {

    ReadContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void an_empty_store_reads_as_nothing_from_everywhere() {
        for (Direction direction : Direction.values()) {
            assertThat(read(Query.all(), Position.START, 10, direction)).isEmpty();
            assertThat(read(Query.all(), new Position(1), 10, direction)).isEmpty();
            assertThat(read(Query.all(), Position.END, 10, direction)).isEmpty();
        }
    }

    @Test
    void forwards_is_oldest_first() {
        store.append(events(A, "id", 5));

        assertThat(read(Query.all(), Position.START, 10, FORWARDS))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void backwards_is_newest_first() {
        store.append(events(A, "id", 5));

        assertThat(read(Query.all(), Position.END, 10, BACKWARDS))
                .containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void the_position_itself_is_left_out() {
        store.append(events(A, "id", 5));

        assertThat(read(Query.all(), new Position(3), 10, FORWARDS)).containsExactly(4L, 5L);
        assertThat(read(Query.all(), new Position(3), 10, BACKWARDS)).containsExactly(2L, 1L);
    }

    @Test
    void there_is_nothing_behind_the_ends() {
        store.append(events(A, "id", 5));

        assertThat(read(Query.all(), Position.END, 10, FORWARDS)).isEmpty();
        assertThat(read(Query.all(), new Position(5), 10, FORWARDS)).isEmpty();
        assertThat(read(Query.all(), new Position(6), 10, FORWARDS)).isEmpty();
        assertThat(read(Query.all(), Position.START, 10, BACKWARDS)).isEmpty();
        assertThat(read(Query.all(), new Position(1), 10, BACKWARDS)).isEmpty();
    }

    @Test
    void backwards_from_beyond_the_head_begins_at_the_head() {
        store.append(events(A, "id", 3));

        assertThat(read(Query.all(), new Position(4), 2, BACKWARDS)).containsExactly(3L, 2L);
        assertThat(read(Query.all(), new Position(400), 2, BACKWARDS)).containsExactly(3L, 2L);
    }

    @Test
    void the_limit_counts_matching_events() {
        store.append(events(A, "a", 3));
        store.append(events(B, "b", 3));
        store.append(events(A, "c", 3));

        assertThat(read(Query.stream(A), Position.START, 4, FORWARDS))
                .containsExactly(1L, 2L, 3L, 7L);
        assertThat(read(Query.stream(A), Position.END, 4, BACKWARDS))
                .containsExactly(9L, 8L, 7L, 3L);
        assertThat(read(Query.stream(A), Position.START, 0, FORWARDS)).isEmpty();
    }

    @Test
    void a_negative_limit_is_refused() {
        assertThatThrownBy(() -> store.read(Query.all(), Position.START, -1, FORWARDS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_stream_without_events_reads_as_nothing() {
        store.append(events(A, "id", 5));

        assertThat(read(Query.stream(new StreamId("no", "events")), Position.START, 10, FORWARDS))
                .isEmpty();
    }

    @Test
    void a_read_may_be_closed_before_its_end() {
        store.append(events(A, "id", 1000));

        for (Direction direction : Direction.values()) {
            Position start = direction == FORWARDS ? Position.START : Position.END;
            try (Stream<Event> events =
                    store.get().read(Query.all(), start, Long.MAX_VALUE, direction)) {
                assertThat(events.iterator().next().stream()).isEqualTo(A);
            }
            try (Stream<Event> unread =
                    store.get().read(Query.all(), start, Long.MAX_VALUE, direction)) {
                assertThat(unread).isNotNull();
            }
        }
        store.append(events(B, "id", 1));
        assertThat(store.all()).hasSize(1001);
    }

    @Test
    void a_read_is_a_stream_like_any_other() {
        store.append(events(A, "id", 100));

        try (Stream<Event> events = store.get().read(Query.all(), new Position(10))) {
            assertThat(
                            events.filter(event -> event.sequence() % 2 == 0)
                                    .skip(5)
                                    .limit(3)
                                    .map(event -> event.position().value()))
                    .containsExactly(22L, 24L, 26L);
        }
    }

    @Test
    void a_read_does_not_see_events_appended_after_it_began() {
        store.append(events(A, "early", 10));

        try (Stream<Event> events = store.get().read(Query.all(), Position.START)) {
            Iterator<Event> reading = events.iterator();
            List<Event> seen = new ArrayList<>(List.of(reading.next()));
            store.append(events(A, "late", 10));
            reading.forEachRemaining(seen::add);

            assertThat(positions(seen)).containsExactlyElementsOf(upTo(10));
        }
    }

    @Test
    void reads_may_overlap() {
        store.append(events(A, "id", 50));

        try (Stream<Event> forwards = store.get().read(Query.all(), Position.START);
                Stream<Event> backwards =
                        store.get().read(Query.all(), Position.END, 50, BACKWARDS)) {
            Iterator<Event> up = forwards.iterator();
            Iterator<Event> down = backwards.iterator();
            for (long i = 1; i <= 50; i++) {
                assertThat(up.next().position()).isEqualTo(new Position(i));
                assertThat(down.next().position()).isEqualTo(new Position(51 - i));
            }
            assertThat(up.hasNext()).isFalse();
            assertThat(down.hasNext()).isFalse();
        }
    }

    @Test
    void reads_while_others_write_have_no_gaps_and_nothing_twice() {
        CountDownLatch writing = new CountDownLatch(1);
        List<Callable<Integer>> tasks =
                List.of(
                        () -> writeRounds(writing),
                        () -> readUntil(writing, FORWARDS),
                        () -> readUntil(writing, BACKWARDS));

        assertThat(Threads.race(tasks)).startsWith(store.rounds()).doesNotContain(0);
    }

    private int writeRounds(CountDownLatch writing) {
        try {
            for (int i = 0; i < store.rounds(); i++) {
                store.append(events(i % 2 == 0 ? A : B, "round-" + i, 1 + i % 7));
            }
            return store.rounds();
        } finally {
            writing.countDown();
        }
    }

    private int readUntil(CountDownLatch written, Direction direction) {
        int reads = 0;
        boolean last = false;
        while (!last) {
            last = written.getCount() == 0;
            long head = store.head().value();
            Position start = direction == FORWARDS ? Position.START : Position.END;
            List<Long> seen = read(Query.all(), start, Long.MAX_VALUE, direction);
            assertThat((long) seen.size()).isGreaterThanOrEqualTo(head);
            assertThat(direction == FORWARDS ? seen : seen.reversed()).isEqualTo(upTo(seen.size()));
            reads++;
        }
        return reads;
    }

    private List<Long> read(Query query, Position after, long limit, Direction direction) {
        return positions(store.read(query, after, limit, direction));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}

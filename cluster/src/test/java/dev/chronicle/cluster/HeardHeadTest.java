package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.memory.MemoryEventStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class HeardHeadTest {

    private static final NewEvent EVENT = NewEvent.of(new StreamId("a", "1"), "Happened").build();

    private final MemoryEventStore log = new MemoryEventStore();
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void close() {
        log.close();
    }

    /**
     * Counts how often it is read.
     *
     * @param deaf how often more it is asked for its head before it hears of what was appended
     */
    private record Counted(EventStore store, AtomicInteger reads, AtomicInteger deaf)
            implements EventStore {

        Counted(EventStore store, AtomicInteger reads) {
            this(store, reads, new AtomicInteger());
        }

        @Override
        public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
            reads.incrementAndGet();
            return store.read(query, after, limit, direction);
        }

        @Override
        public CompletableFuture<List<AppendResult>> append(Append append) {
            return store.append(append);
        }

        @Override
        public Subscription subscribe(Query query, Position after) {
            return store.subscribe(query, after);
        }

        @Override
        public Position head() {
            return deaf.getAndDecrement() > 0 ? Position.START : store.head();
        }

        @Override
        public StoreStatus status() {
            return store.status();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Test
    void what_the_store_has_heard_of_itself_is_not_looked_up() throws Exception {
        try (HeardHead head = new HeardHead(new Counted(log, looks))) {
            log.append(List.of(EVENT)).get();
            head.heard(new Position(1));

            assertThat(head.signal().head()).isEqualTo(new Position(1));
            assertThat(looks).hasValue(0);
        }
    }

    @Test
    void what_the_store_hears_of_itself_a_moment_later_is_not_looked_up() throws Exception {
        AtomicInteger deafTwice = new AtomicInteger(2);
        try (HeardHead head = new HeardHead(new Counted(log, looks, deafTwice))) {
            log.append(List.of(EVENT)).get();
            head.heard(new Position(1));

            assertThat(head.signal().head()).isEqualTo(new Position(1));
            assertThat(looks).hasValue(0);
        }
    }

    @Test
    void what_it_has_not_heard_of_is_looked_up_and_believed_as_far_as_it_can_be_read()
            throws Exception {
        try (HeardHead head = new HeardHead(new Counted(new DeafStore(log), looks))) {
            log.append(List.of(EVENT)).get();
            head.heard(new Position(7));

            assertThat(head.signal().head()).isEqualTo(new Position(1));
            assertThat(looks).hasValue(1);
        }
    }
}

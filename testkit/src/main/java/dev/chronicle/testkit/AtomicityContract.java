package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.Subscription;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/** Nobody ever sees a part of an append, whichever way they look. */
abstract class AtomicityContract extends ContractPart {

    private static final int WRITERS = 4;
    private static final int LARGEST_APPEND = 300;

    private final Set<Long> ends = ConcurrentHashMap.newKeySet();

    AtomicityContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void the_head_is_always_the_end_of_an_append(RandomGenerator random) {
        assertThat(seenWhileWriting(random, _ -> store.head().value())).isSubsetOf(ends);
    }

    @Test
    void the_newest_event_is_always_the_end_of_an_append(RandomGenerator random) {
        assertThat(seenWhileWriting(random, this::newest)).isSubsetOf(ends);
    }

    @Test
    void the_last_event_of_a_read_is_always_the_end_of_an_append(RandomGenerator random) {
        assertThat(seenWhileWriting(random, this::lastBehind)).isSubsetOf(ends);
    }

    @Test
    void a_subscription_that_is_asked_for_enough_gets_whole_appends(RandomGenerator random) {
        try (Subscription events = store.get().subscribe(Query.all(), Position.START)) {
            assertThat(seenWhileWriting(random, last -> lastTaken(events, last))).isSubsetOf(ends);
        }
    }

    private long newest(long last) {
        List<Event> newest = store.read(Query.all(), Position.END, 1, Direction.BACKWARDS);
        return newest.isEmpty() ? last : newest.getFirst().position().value();
    }

    private long lastBehind(long last) {
        List<Event> news = store.read(Query.all(), new Position(last));
        return news.isEmpty() ? last : news.getLast().position().value();
    }

    private long lastTaken(Subscription events, long last) {
        try {
            List<Event> news = events.take(Integer.MAX_VALUE, Duration.ofMillis(1));
            return news.isEmpty() ? last : news.getLast().position().value();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while taking", e);
        }
    }

    /**
     * Everything that looking gave while large appends were stored; it is given what it gave last.
     */
    private Set<Long> seenWhileWriting(RandomGenerator random, LongUnaryOperator look) {
        ends.add(0L);
        CountDownLatch writing = new CountDownLatch(WRITERS);
        List<Callable<Set<Long>>> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            StreamId stream = new StreamId("writer", Integer.toString(w));
            RandomGenerator own = new Random(random.nextLong());
            writers.add(() -> write(stream, own, writing));
        }
        List<Callable<Set<Long>>> tasks =
                List.of(() -> Threads.race(writers).getFirst(), () -> look(look, writing));
        return Threads.race(Thread.ofPlatform().factory(), tasks).getLast();
    }

    private Set<Long> write(StreamId stream, RandomGenerator random, CountDownLatch writing) {
        try {
            for (int i = 0; i < store.rounds() / 4; i++) {
                int size = 1 + random.nextInt(LARGEST_APPEND);
                List<AppendResult> results =
                        store.append(Sample.events(stream, "append-" + i, size));
                ends.add(results.getLast().position().value());
            }
            return ends;
        } finally {
            writing.countDown();
        }
    }

    private static Set<Long> look(LongUnaryOperator look, CountDownLatch writing) {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        long last = 0;
        while (writing.getCount() > 0) {
            last = look.applyAsLong(last);
            seen.add(last);
        }
        seen.add(look.applyAsLong(last));
        return seen;
    }
}

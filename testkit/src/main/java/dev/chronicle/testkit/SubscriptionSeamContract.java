package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Subscription;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** Between catching up and live nothing is missed, doubled or out of order. */
abstract class SubscriptionSeamContract extends ContractPart {

    private static final int WRITERS = 4;
    private static final int APPENDS = 40;
    private static final int BATCH = 3;
    private static final Position LAST = new Position((long) WRITERS * APPENDS * BATCH);

    SubscriptionSeamContract(EventStoreContract contract) {
        super(contract);
    }

    @RepeatedTest(10)
    void subscribers_that_come_at_any_time_get_every_event_once(RandomGenerator random) {
        List<Seen> seen = write(subscribers(random, 16));

        List<Event> all = store.all();
        assertThat(all).hasSize((int) LAST.value());
        for (Seen one : seen) {
            assertThat(one.events()).as("%s", one).isEqualTo(one.expected(all));
        }
    }

    @Test
    void many_subscribers_get_every_event_once(RandomGenerator random) {
        List<Seen> seen = write(subscribers(random, 200));

        List<Event> all = store.all();
        assertThat(seen)
                .hasSize(200)
                .allSatisfy(one -> assertThat(one.events()).isEqualTo(one.expected(all)));
    }

    private record Seen(Query query, Position after, List<Event> events) {

        List<Event> expected(List<Event> all) {
            return all.stream()
                    .filter(event -> event.position().compareTo(after) > 0)
                    .filter(query::matches)
                    .toList();
        }

        @Override
        public String toString() {
            return "%s after=%s".formatted(query, after);
        }
    }

    /** Each comes when the log has a random length, and begins at a random position. */
    private List<Callable<List<Seen>>> subscribers(RandomGenerator random, int count) {
        List<Callable<List<Seen>>> subscribers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Position arrival = new Position(random.nextLong(LAST.value()));
            Position after = new Position(random.nextLong(arrival.value() + 1));
            int max = 1 + random.nextInt(20);
            Query query = random.nextBoolean() ? Query.all() : Query.stream(stream(i % WRITERS));
            subscribers.add(() -> List.of(follow(query, arrival, after, max)));
        }
        return subscribers;
    }

    private Seen follow(Query query, Position arrival, Position after, int max)
            throws InterruptedException {
        try (Subscription head = store.get().subscribe(Query.all(), arrival)) {
            assertThat(head.take(1, Threads.PATIENCE)).hasSize(1);
        }
        List<Event> events = new ArrayList<>();
        try (Subscription subscription = store.get().subscribe(query, after)) {
            while (subscription.position().compareTo(LAST) < 0) {
                events.addAll(subscription.take(max, Duration.ofMillis(5)));
            }
        }
        return new Seen(query, after, events);
    }

    private List<Seen> write(List<Callable<List<Seen>>> subscribers) {
        List<Callable<List<Seen>>> tasks = new ArrayList<>(subscribers);
        for (int w = 0; w < WRITERS; w++) {
            StreamId stream = stream(w);
            tasks.add(
                    () -> {
                        for (int i = 0; i < APPENDS; i++) {
                            store.append(events(stream, "append-" + i, BATCH));
                        }
                        return List.of();
                    });
        }
        return Threads.race(tasks).stream().flatMap(List::stream).toList();
    }

    private static StreamId stream(int writer) {
        return new StreamId("writer", Integer.toString(writer));
    }
}

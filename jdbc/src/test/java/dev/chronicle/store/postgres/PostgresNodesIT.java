package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.ConditionFailedException;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.store.Subscription;
import dev.chronicle.testkit.SeededRandomness;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Two stores, as two processes would have them, write to one database at once: batches of all
 * sizes, repeats of what the other node may be writing, conditions that the other may break.
 */
@ExtendWith(SeededRandomness.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresNodesIT {

    private static final int EVENTS = 100_000;
    private static final int WRITERS = 4;
    private static final StreamId SHARED = new StreamId("load", "shared");

    private final AtomicInteger left = new AtomicInteger(EVENTS);
    private final AtomicInteger conflicts = new AtomicInteger();

    @Test
    void positions_have_no_gaps_and_no_subscriber_of_either_skips_an_event(RandomGenerator random) {
        PostgresOptions options = TestPostgres.fresh();
        try (PostgresEventStore one = PostgresEventStore.open(options);
                PostgresEventStore two = PostgresEventStore.open(options)) {
            List<Callable<List<Event>>> tasks = new ArrayList<>();
            for (EventStore node : List.of(one, two)) {
                tasks.add(() -> follow(node, Query.all(), 1 + random.nextInt(1000)));
                tasks.add(() -> follow(node, Query.tags(Tag.parse("number:3")), 100));
                for (int writer = 0; writer < WRITERS; writer++) {
                    String name = (node == one ? "one-" : "two-") + writer;
                    RandomGenerator own = new Random(random.nextLong());
                    tasks.add(() -> write(node, name, own));
                }
            }
            List<List<Event>> seen = Threads.race(tasks);
            List<Event> stored = LoadEvents.all(one);
            assertThat(stored).hasSizeGreaterThanOrEqualTo(EVENTS);
            assertThat(LoadEvents.all(two)).isEqualTo(stored);
            assertThat(conflicts).hasPositiveValue();
            checkStreams(stored);
            for (int node = 0; node < 2; node++) {
                List<Event> everything = seen.get(node * (WRITERS + 2));
                assertThat(everything).isEqualTo(stored.subList(0, everything.size()));
                assertThat(everything).hasSizeGreaterThanOrEqualTo(EVENTS);
                List<Event> tagged = seen.get(node * (WRITERS + 2) + 1);
                Position last = tagged.getLast().position();
                assertThat(tagged)
                        .isEqualTo(
                                stored.stream()
                                        .filter(Query.tags(Tag.parse("number:3"))::matches)
                                        .filter(it -> it.position().compareTo(last) <= 0)
                                        .toList());
            }
        }
    }

    /** Sequences without gaps, and each id once. */
    private static void checkStreams(List<Event> stored) {
        Map<StreamId, Long> ends = new HashMap<>();
        Set<List<Object>> ids = new HashSet<>();
        for (Event event : stored) {
            assertThat(event.sequence()).isEqualTo(ends.merge(event.stream(), 1L, Long::sum));
            assertThat(ids.add(List.of(event.stream(), event.id()))).isTrue();
        }
    }

    private List<Event> write(EventStore node, String name, RandomGenerator random) {
        for (int i = 0; left.get() > 0; i++) {
            int size = random.nextInt(4) == 0 ? 1 + random.nextInt(800) : 1 + random.nextInt(8);
            switch (random.nextInt(4)) {
                case 0 -> repeat(node, random.nextInt(300), size);
                case 1 -> decide(node, name + "-" + i);
                default -> {
                    List<NewEvent> events = LoadEvents.of(name, Integer.toString(i), size);
                    node.append(events).join();
                    left.addAndGet(-size);
                }
            }
        }
        return List.of();
    }

    /** What any writer of any node may offer, so that the same ids are in flight on both. */
    private static void repeat(EventStore node, int number, int size) {
        List<NewEvent> events = LoadEvents.of("repeated", Integer.toString(number), size);
        assertThat(node.append(events).join()).hasSize(size);
    }

    private void decide(EventStore node, String id) {
        long known;
        try (var newest = node.read(Query.stream(SHARED), Position.END, 1, Direction.BACKWARDS)) {
            known = newest.findFirst().map(Event::sequence).orElse(0L);
        }
        try {
            node.append(
                            Append.of(LoadEvents.of(SHARED.key(), id, 1))
                                    .on(AppendCondition.sequence(SHARED, known)))
                    .join();
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(ConditionFailedException.class);
            conflicts.incrementAndGet();
        }
    }

    /** Takes until everything has been written that counts, and this node knows of it. */
    private List<Event> follow(EventStore node, Query query, int most) throws InterruptedException {
        List<Event> seen = new ArrayList<>();
        try (Subscription events = node.subscribe(query, Position.START)) {
            while (left.get() > 0 || events.position().value() < EVENTS) {
                seen.addAll(events.take(most, Duration.ofMillis(100)));
            }
        }
        return seen;
    }
}

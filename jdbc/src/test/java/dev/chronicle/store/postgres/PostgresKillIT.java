package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Await;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.Subscription;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * PostgreSQL is killed ({@code kill -9}) under load and started again. Writers offer again what was
 * not acknowledged; a subscriber goes on where it was. In the end all of it is there once.
 */
@ExtendWith(SeededRandomness.class)
class PostgresKillIT {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 20 : 2;
    private static final int WRITERS = 6;

    @TempDir private Path directory;

    /** The position of every acknowledged event. */
    private final Map<EventId, Position> acknowledged = new ConcurrentHashMap<>();

    private final AtomicLong failures = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void nothing_acknowledged_is_missing_nothing_is_twice_and_the_store_comes_back(
            RandomGenerator random) throws Exception {
        try (RestartablePostgres server = new RestartablePostgres(directory);
                PostgresEventStore store =
                        PostgresEventStore.open(PostgresOptions.of(server.url()));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(store, writer)));
            }
            Future<List<Event>> follower = threads.submit(() -> follow(store));
            for (int round = 0; round < ROUNDS; round++) {
                killAndRestart(server, store, 200 + random.nextInt(2000));
            }
            over.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
            check(LoadEvents.all(store), follower.get());
        }
    }

    private void killAndRestart(RestartablePostgres server, PostgresEventStore store, int more)
            throws Exception {
        int before = acknowledged.size();
        Await.until("events are stored", () -> acknowledged.size() >= before + more);
        server.kill();
        Await.until(
                "the store says that it is unreachable",
                () -> store.status() instanceof StoreStatus.Unreachable);
        int meanwhile = acknowledged.size();
        long failed = failures.get();
        Await.until("appends fail meanwhile", () -> failures.get() >= failed + 100);
        assertThat(acknowledged).hasSize(meanwhile);
        server.restart();
        Await.until("the store is back", () -> store.status() == StoreStatus.Open.OPEN);
        Await.until("events are stored again", () -> acknowledged.size() > meanwhile);
    }

    private void write(PostgresEventStore store, int writer) {
        for (int number = 0; !over.get(); number++) {
            List<NewEvent> events =
                    LoadEvents.of("w" + writer, writer + "-" + number, 1 + number % 7);
            List<AppendResult> results = appendUntilAcknowledged(store, events);
            for (int i = 0; i < events.size(); i++) {
                Position position = results.get(i).position();
                assertThat(acknowledged.put(events.get(i).id(), position)).isNull();
            }
        }
    }

    private List<AppendResult> appendUntilAcknowledged(
            PostgresEventStore store, List<NewEvent> events) {
        while (true) {
            try {
                return store.append(events).join();
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnreachableException.class);
                failures.incrementAndGet();
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private List<Event> follow(PostgresEventStore store) throws InterruptedException {
        List<Event> seen = new ArrayList<>();
        try (Subscription events = store.subscribe(Query.all(), Position.START)) {
            while (!over.get() || seen.size() < store.head().value()) {
                try {
                    seen.addAll(events.take(500, Duration.ofMillis(50)));
                } catch (StoreUnreachableException e) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
        return seen;
    }

    private void check(List<Event> stored, List<Event> seen) {
        Map<EventId, Position> positions = new HashMap<>();
        for (Event event : stored) {
            assertThat(positions.put(event.id(), event.position())).isNull();
        }
        assertThat(positions).isEqualTo(acknowledged);
        assertThat(failures.get()).isPositive();
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).position().value()).isEqualTo(i + 1L);
        }
        assertThat(stored.subList(0, seen.size())).isEqualTo(seen);
    }
}

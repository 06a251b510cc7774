package dev.chronicle.testkit;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The store that a test of the contract is about, its clock, and short ways to use it. */
final class StoreUnderTest {

    private final EventStoreContract contract;
    private final List<EventStore> opened = new ArrayList<>();

    /** The clock the store was opened with. */
    final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));

    StoreUnderTest(EventStoreContract contract) {
        this.contract = contract;
    }

    void open() {
        opened.add(contract.open(clock));
    }

    void reopen() {
        close();
        open();
    }

    void close() {
        opened.forEach(EventStore::close);
    }

    EventStore get() {
        return opened.getLast();
    }

    Durability durability() {
        return contract.durability();
    }

    int manyEvents() {
        return contract.manyEvents();
    }

    int rounds() {
        return contract.rounds();
    }

    /** What is left of {@code events} after the store was opened again. */
    List<Event> kept(List<Event> events) {
        return switch (durability()) {
            case SURVIVES_REOPENING -> events;
            case GONE_WHEN_CLOSED -> List.of();
        };
    }

    List<AppendResult> append(NewEvent... events) {
        return append(Append.of(List.of(events)));
    }

    List<AppendResult> append(AppendCondition condition, NewEvent... events) {
        return append(Append.of(List.of(events)).on(condition));
    }

    /** Appends and waits; the store's refusal is thrown as it is. */
    List<AppendResult> append(Append append) {
        return await(get().append(append));
    }

    static <T> T await(Future<T> future) {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return future.get(Threads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EventStoreException refusal) {
                throw refusal;
            }
            throw new AssertionError("an append failed otherwise than the contract says", e);
        } catch (TimeoutException e) {
            throw new AssertionError("an append did not complete", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while an append ran", e);
        }
    }

    List<Event> all() {
        return read(Query.all(), Position.START);
    }

    List<Event> read(Query query, Position after) {
        return read(query, after, Long.MAX_VALUE, Direction.FORWARDS);
    }

    List<Event> read(Query query, Position after, long limit, Direction direction) {
        try (Stream<Event> events = get().read(query, after, limit, direction)) {
            return events.toList();
        }
    }

    Position head() {
        return get().head();
    }
}

package dev.chronicle.benchmarks;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Counts events, keeps none and answers at once. Threads share it. */
final class CountingEventStore implements EventStore {

    private final AtomicLong head = new AtomicLong();

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        int count = append.events().size();
        long last = head.addAndGet(count);
        List<AppendResult> results = new ArrayList<>(count);
        for (long position = last - count + 1; position <= last; position++) {
            results.add(new AppendResult.Appended(new Position(position), position));
        }
        return CompletableFuture.completedFuture(results);
    }

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        return Stream.empty();
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        throw new UnsupportedOperationException("there is nothing to subscribe to");
    }

    @Override
    public Position head() {
        return new Position(head.get());
    }

    @Override
    public StoreStatus status() {
        return StoreStatus.Open.OPEN;
    }

    @Override
    public void close() {
        // nothing is held
    }
}

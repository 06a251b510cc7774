package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A store as the projection of one partition sees it: reading forwards hands out the partition's
 * events alone. Backwards it hands out all, since projections look there for the end of the log,
 * which their position may have reached; subscriptions, too, since they use them to be woken. It is
 * not closed with this.
 */
record PartitionEvents(EventStore store, Partition partition) implements EventStore {

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        if (direction == Direction.BACKWARDS) {
            return store.read(query, after, limit, direction);
        }
        return store.read(query, after, Long.MAX_VALUE, direction)
                .filter(event -> partition.has(event.stream()))
                .limit(limit);
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
        return store.head();
    }

    @Override
    public StoreStatus status() {
        return store.status();
    }

    @Override
    public void close() {
        // the store is not its own
    }
}

package dev.chronicle.server;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.memory.MemoryEventStore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A store in memory that tests make fail by overriding a method. */
public class StubStore implements EventStore {

    final MemoryEventStore memory = new MemoryEventStore();

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        return memory.append(append);
    }

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        return memory.read(query, after, limit, direction);
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        return memory.subscribe(query, after);
    }

    @Override
    public Position head() {
        return memory.head();
    }

    @Override
    public StoreStatus status() {
        return memory.status();
    }

    @Override
    public void close() {
        memory.close();
    }
}

package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CatchUpSubscription;
import dev.chronicle.store.CommitSignal;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One process's door to a log that several share: it hears of its own commits and of nobody else's.
 * Closing it lets the log alone. Threads share it.
 */
final class DeafStore implements EventStore {

    private final EventStore log;
    private final CommitSignal signal;

    DeafStore(EventStore log) {
        this.log = log;
        signal = new CommitSignal(log.head());
    }

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        return log.append(append)
                .thenApply(
                        results -> {
                            results.forEach(it -> committed(it.position()));
                            return results;
                        });
    }

    private synchronized void committed(Position position) {
        if (position.compareTo(signal.head()) > 0) {
            signal.committed(position);
        }
    }

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        return log.read(query, after, limit, direction);
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        return new CatchUpSubscription(log, signal, query, after);
    }

    @Override
    public Position head() {
        return signal.head();
    }

    @Override
    public StoreStatus status() {
        return log.status();
    }

    @Override
    public void close() {
        signal.close();
    }
}

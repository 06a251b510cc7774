package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CatchUpSubscription;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * An event store that several nodes share, whose subscriptions wake wherever the commit was made.
 * Threads share it.
 *
 * <p>After a commit the other nodes are told that the log has grown; commits that follow each other
 * closely are told together. That is a wake-up and carries no event: the log is read as ever. A
 * node that was not told looks by itself after a second at most, unless it hears of a commit
 * before.
 *
 * <p>Everything else is as the wrapped store has it, which all nodes must have as the same log.
 * Closing this closes the wrapped store.
 */
public final class ClusteredEventStore implements EventStore {

    private final EventStore store;
    private final SharedLog log;
    private final HeardHead head;
    private final HeadTeller teller;
    private final LogWatch watch;

    ClusteredEventStore(EventStore store, SharedLog log) {
        this.store = store;
        this.log = log;
        head = new HeardHead(store);
        try {
            log.onTold(head::heard);
        } catch (RuntimeException e) {
            head.close();
            throw e;
        }
        teller = new HeadTeller(log::tell, log.threads());
        watch = new LogWatch(store, head, log.lookEvery(), log.threads());
    }

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        CompletableFuture<List<AppendResult>> answer = new CompletableFuture<>();
        store.append(append)
                .whenComplete(
                        (results, failure) -> {
                            if (failure == null) {
                                try {
                                    teller.committed(head.position());
                                } finally {
                                    answer.complete(results);
                                }
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        });
        return answer;
    }

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        return store.read(query, after, limit, direction);
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        head.advance(store.head());
        return new CatchUpSubscription(store, head.signal(), query, after);
    }

    @Override
    public Position head() {
        return head.position();
    }

    @Override
    public StoreStatus status() {
        return store.status();
    }

    @Override
    public synchronized void close() {
        store.close();
        log.close();
        head.close();
        teller.close();
        watch.close();
    }
}

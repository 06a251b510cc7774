package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.Subscription;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A store of another node. Closing it lets go of it and leaves the store open. While the node
 * cannot be reached everything fails with {@link StoreUnreachableException}. Threads share it.
 */
final class RemoteEventStore implements EventStore {

    private final StoreCalls calls;
    private final RemoteAppends appends;
    private final Set<RemoteSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RemoteEventStore(StoreCalls calls) {
        this.calls = calls;
        appends = new RemoteAppends(calls);
    }

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        return appends.offer(append);
    }

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: limit=" + limit);
        }
        requireOpen();
        return RemotePages.read(calls, query, after, limit, direction, this::requireOpen);
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        RemoteSubscription subscription =
                new RemoteSubscription(calls, query, after, subscriptions::remove);
        subscriptions.add(subscription);
        if (closed) {
            subscription.close();
        }
        return subscription;
    }

    @Override
    public Position head() {
        return await(calls.head());
    }

    @Override
    public StoreStatus status() {
        if (closed) {
            return StoreStatus.Closed.CLOSED;
        }
        try {
            return await(calls.status());
        } catch (StoreUnreachableException e) {
            return new StoreStatus.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("the store is closed");
        }
    }

    /** The answer, or its failure as it is. */
    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw Failures.unwrapped(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        appends.close();
        subscriptions.forEach(RemoteSubscription::close);
    }
}

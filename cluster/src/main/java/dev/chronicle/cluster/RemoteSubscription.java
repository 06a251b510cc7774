package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.Subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A subscription to a store of another node. It has no place there: each {@link #take} asks for
 * what stands behind its position and waits there, so there is nothing to be lost with that node.
 */
final class RemoteSubscription implements Subscription {

    private static final Duration LONGEST = Duration.ofDays(10_000);

    private final StoreCalls calls;
    private final Query query;
    private final Consumer<RemoteSubscription> onClose;
    private final CompletableFuture<StoreCalls.Page> closing = new CompletableFuture<>();
    private volatile Position position;

    RemoteSubscription(
            StoreCalls calls, Query query, Position after, Consumer<RemoteSubscription> onClose) {
        this.calls = calls;
        this.query = query;
        this.onClose = onClose;
        position = after;
    }

    @Override
    public List<Event> take(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1: max=" + max);
        }
        Duration atMost = timeout.compareTo(LONGEST) < 0 ? atLeastNone(timeout) : LONGEST;
        Deadline end = Deadline.in(atMost);
        while (true) {
            List<Event> events = takeAll(max, end.left(StoreCalls.LONGEST_WAIT));
            if (!events.isEmpty() || end.isOver()) {
                return events;
            }
        }
    }

    /** All that is at hand, in as many pages as it takes. */
    private List<Event> takeAll(int max, Duration wait) throws InterruptedException {
        StoreCalls.Page page = next(position, max, wait);
        List<Event> events = page.events();
        if (page.more() && events.size() < max) {
            events = new ArrayList<>(events);
            while (page.more() && events.size() < max) {
                page = next(page.searched(), max - events.size(), Duration.ZERO);
                events.addAll(page.events());
            }
        }
        position = page.searched();
        return events;
    }

    private static Duration atLeastNone(Duration timeout) {
        return timeout.isNegative() ? Duration.ZERO : timeout;
    }

    private StoreCalls.Page next(Position after, int max, Duration wait)
            throws InterruptedException {
        if (closing.isDone()) {
            throw closed();
        }
        CompletableFuture<StoreCalls.Page> asked = calls.take(query, after, max, wait);
        CompletableFuture<Object> first = CompletableFuture.anyOf(asked, closing);
        try {
            return (StoreCalls.Page) first.get();
        } catch (ExecutionException e) {
            throw closing.isDone() ? closed() : Failures.unwrapped(e);
        }
    }

    private static StoreClosedException closed() {
        return new StoreClosedException("the subscription is closed");
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void close() {
        closing.completeExceptionally(closed());
        onClose.accept(this);
    }
}

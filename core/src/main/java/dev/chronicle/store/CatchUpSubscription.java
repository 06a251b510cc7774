package dev.chronicle.store;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The subscription of every store that can {@link EventStore#read} and has a {@link CommitSignal}:
 * reading and waiting are one loop, so there is no seam between catching up and live.
 */
public final class CatchUpSubscription implements Subscription {

    private static final Duration LONGEST_WAIT = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final EventStore store;
    private final CommitSignal signal;
    private final Query query;
    private volatile long position;
    private volatile boolean closed;

    public CatchUpSubscription(EventStore store, CommitSignal signal, Query query, Position after) {
        this.store = store;
        this.signal = signal;
        this.query = query;
        this.position = after.value();
    }

    @Override
    public List<Event> take(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1: max=" + max);
        }
        long deadline = deadline(timeout);
        while (true) {
            requireOpen();
            long head = signal.head().value();
            if (head > position) {
                List<Event> events = read(max);
                if (events.size() == max) {
                    position = events.getLast().position().value();
                    return events;
                }
                long last = events.isEmpty() ? 0 : events.getLast().position().value();
                position = Math.max(head, last);
                if (!events.isEmpty()) {
                    return events;
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !signal.awaitBeyond(position, left, () -> closed)) {
                requireOpen();
                return List.of();
            }
        }
    }

    private List<Event> read(int max) {
        try (Stream<Event> events =
                store.read(query, new Position(position), max, Direction.FORWARDS)) {
            return events.toList();
        }
    }

    /** {@link System#nanoTime} may be anything and run over, so only differences to it count. */
    private static long deadline(Duration timeout) {
        Duration capped = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
        return System.nanoTime() + (capped.isNegative() ? 0 : capped.toNanos());
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("the subscription is closed");
        }
        if (signal.isClosed()) {
            throw new StoreClosedException("the store is closed");
        }
    }

    @Override
    public Position position() {
        return new Position(position);
    }

    @Override
    public void close() {
        closed = true;
        signal.wakeAll();
    }
}

package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.CommitSignal;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How far this node knows the log, be it from the store itself or because another node said so.
 * What another says is looked up before it is believed: a subscriber that were sent ahead of what
 * it can read would skip events. Threads share it.
 */
final class HeardHead implements AutoCloseable {

    private static final Logger LOG = System.getLogger(HeardHead.class.getName());

    /** So long the store itself is given to hear of a commit: most do, which spares a look. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final EventStore store;
    private final CommitSignal signal;
    private final AtomicLong rumoured = new AtomicLong();

    /** How many have spoken of a later head since somebody began to look. */
    private final AtomicInteger speakers = new AtomicInteger();

    HeardHead(EventStore store) {
        this.store = store;
        signal = new CommitSignal(store.head());
    }

    CommitSignal signal() {
        return signal;
    }

    /** Where the log ends, as far as is known. */
    Position position() {
        advance(store.head());
        return signal.head();
    }

    /** Everything up to here can be read. */
    synchronized void advance(Position readable) {
        if (readable.compareTo(signal.head()) > 0) {
            signal.committed(readable);
        }
    }

    /**
     * Another node says that the log goes up to here. Waits a moment for the store itself to hear
     * of it, and looks where it does not; several that say so at once cost one look.
     */
    void heard(Position told) {
        if (told.compareTo(signal.head()) <= 0 || told.compareTo(position()) <= 0) {
            return;
        }
        rumoured.accumulateAndGet(told.value(), Math::max);
        if (speakers.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            LockSupport.parkNanos(this, PATIENCE_NANOS);
            seen = speakers.get();
            if (position().value() < rumoured.getAndSet(0)) {
                tryToLook();
            }
        } while (!speakers.compareAndSet(seen, 0));
    }

    private void tryToLook() {
        try {
            look();
        } catch (EventStoreException e) {
            LOG.log(Level.DEBUG, "the log cannot be looked at now; it will be later", e);
        }
    }

    /** Looks where the log ends. */
    void look() {
        try (Stream<Event> newest = store.read(Query.all(), Position.END, 1, Direction.BACKWARDS)) {
            newest.findFirst().map(Event::position).ifPresent(this::advance);
        }
    }

    @Override
    public void close() {
        signal.close();
    }
}

package dev.chronicle.store;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;

import java.time.Duration;
import java.util.List;

/**
 * Events as they come, in the order of their positions, none left out: first those stored already,
 * then each as soon as it is committed. One thread at a time takes from it; any thread may close
 * it.
 *
 * <p>It holds nothing back in memory: a reader that is slow, or never comes, costs the store
 * nothing.
 */
public interface Subscription extends AutoCloseable {

    /**
     * The next events: waits until there is at least one.
     *
     * @param max the most to hand out, at least 1
     * @param timeout how long to wait
     * @return 1 to {@code max} events; none if the time is over
     * @throws StoreClosedException if the subscription or the store is closed
     */
    List<Event> take(int max, Duration timeout) throws InterruptedException;

    /**
     * How far the log was searched: every matching event up to here has been handed out. Runs ahead
     * of the last event where later ones do not match.
     */
    Position position();

    /** Ends it: a thread that waits in {@link #take} gets {@link StoreClosedException}. */
    @Override
    void close();
}

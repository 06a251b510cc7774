package dev.chronicle.cluster;

import dev.chronicle.event.Query;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.Subscription;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Hears what the wrapped store itself hears of commits, by whomever, and looks at the log when it
 * has heard nothing for a while: a wake-up that was lost is made good.
 */
final class LogWatch implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LogWatch.class.getName());

    /** Commits within this time are noticed together. */
    private static final long PACE_MS = 20;

    private final EventStore store;
    private final HeardHead head;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);

    LogWatch(EventStore store, HeardHead head, Duration every, ThreadFactory threads) {
        this.store = store;
        this.head = head;
        this.every = every;
        Thread thread = threads.newThread(this::watch);
        thread.setName("log-watch");
        thread.start();
    }

    private void watch() {
        try {
            while (!closed.await(PACE_MS, TimeUnit.MILLISECONDS)) {
                try {
                    awaitGrowth();
                } catch (StoreClosedException e) {
                    return;
                } catch (EventStoreException e) {
                    LOG.log(Level.DEBUG, "the log cannot be watched now", e);
                    if (closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "told to end");
        }
    }

    private void awaitGrowth() throws InterruptedException {
        try (Subscription growth = store.subscribe(Query.all(), head.position())) {
            if (growth.take(1, every).isEmpty()) {
                head.look();
            } else {
                head.advance(store.head());
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

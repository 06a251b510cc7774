package dev.chronicle.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Does the same work again and again on a virtual thread of its own: soon after somebody asks for
 * it, however many ask, and at the latest after an interval. What a round throws is logged, and the
 * next one comes. Threads share it.
 */
final class Rounds implements AutoCloseable {

    private static final Logger log = System.getLogger(Rounds.class.getName());

    private final Semaphore asked = new Semaphore(0);
    private final Duration interval;
    private final Runnable round;
    private final Thread thread;
    private volatile boolean closed;

    Rounds(String name, Duration interval, Runnable round) {
        this.interval = interval;
        this.round = round;
        thread = Thread.ofVirtual().name("chronicle-" + name).start(this::run);
    }

    /** Asks for a round that begins after this call. */
    void soon() {
        if (asked.availablePermits() == 0) {
            asked.release();
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (asked.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                    asked.drainPermits();
                }
                if (!closed) {
                    runOnce();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() {
        try {
            round.run();
        } catch (ClusterException e) {
            // the others cannot be reached now, and that is told as what it is: nodes come and go
            log.log(Level.DEBUG, () -> "a round is tried again: " + thread.getName() + " " + e);
        } catch (RuntimeException e) {
            if (!closed) {
                log.log(Level.WARNING, "a round failed and is tried again: " + thread.getName(), e);
            }
        }
    }

    /** No more rounds; one that is under way is interrupted. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

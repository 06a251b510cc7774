package dev.chronicle.server.http;

import org.slf4j.Logger;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Logs at most 100 lines a second at INFO, so that logging never limits what it reports on, and
 * says how many it left out; at DEBUG it logs every one. Threads share it.
 */
public final class SampledLog {

    private static final int PER_SECOND = 100;

    private final Logger log;
    private final String what;
    private final AtomicInteger thisSecond = new AtomicInteger();

    /** {@code what} names the lines in the report on those left out. */
    public SampledLog(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /** Whether the next line is to be logged; it counts either way. */
    public boolean take() {
        if (log.isDebugEnabled()) {
            return true;
        }
        return log.isInfoEnabled() && thisSecond.incrementAndGet() <= PER_SECOND;
    }

    /** Begins a new second. */
    public void tick() {
        int leftOut = thisSecond.getAndSet(0) - PER_SECOND;
        if (leftOut > 0) {
            log.info("{}: {} more lines left out in a second", what, leftOut);
        }
    }
}

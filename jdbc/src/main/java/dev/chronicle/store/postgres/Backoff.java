package dev.chronicle.store.postgres;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the database is tried again: 50 ms, then twice as long each time up to 5
 * s, less a random part of up to a half, so that nodes do not come all at once. One thread.
 */
final class Backoff {

    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private final RandomGenerator random;
    private long next = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    long nextNanos() {
        long nanos = next - random.nextLong(next / 2);
        next = Math.min(LONGEST, next * 2);
        return nanos;
    }

    void reset() {
        next = FIRST;
    }
}

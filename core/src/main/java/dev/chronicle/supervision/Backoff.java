package dev.chronicle.supervision;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a maximum, and
 * a random part of it less, so that what failed together does not come back together.
 *
 * @param first the wait after the first failure
 * @param max the longest wait
 * @param jitter the share of a wait that is random, 0 to 1
 */
public record Backoff(Duration first, Duration max, double jitter) {

    public Backoff {
        if (first.isNegative() || max.compareTo(first) < 0 || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException(
                    "backoff needs 0 <= first <= max and 0 <= jitter <= 1: first=%s max=%s jitter=%s"
                            .formatted(first, max, jitter));
        }
    }

    /** From 10 ms to 1 s, a fifth of it random. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1), 0.2);
    }

    /**
     * The wait after so many failures in a row.
     *
     * @param failures at least 1
     */
    public Duration delay(int failures, RandomGenerator random) {
        long full = first.toNanos();
        for (int i = 1; i < failures && full < max.toNanos(); i++) {
            full = Math.multiplyExact(full, 2);
        }
        full = Math.min(full, max.toNanos());
        return Duration.ofNanos(full - (long) (full * jitter * random.nextDouble()));
    }
}

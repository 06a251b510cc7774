package dev.chronicle.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a call is tried, and how long is waited between: before retry n, counted from 0, {@code
 * min(base·2^n + uniform(1..max(1, base·2^n/4)), max)} in milliseconds. 5 attempts unless given,
 * from 100 milliseconds to 5 seconds.
 *
 * @param base the first delay without its random part, at least 1 ms; counted in whole milliseconds
 * @param max the longest delay, not less than {@code base}
 * @param attempts how often it is tried at most, the first time included, 1 to 1000
 */
public record Retry(Duration base, Duration max, int attempts) {

    private static final Retry DEFAULTS =
            new Retry(Duration.ofMillis(100), Duration.ofSeconds(5), 5);

    public Retry {
        if (base.toMillis() < 1) {
            throw new IllegalArgumentException("base is at least 1 ms: base=" + base);
        }
        if (max.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "max is not less than base: base=%s max=%s".formatted(base, max));
        }
        if (attempts < 1 || attempts > 1000) {
            throw new IllegalArgumentException("attempts is 1 to 1000: attempts=" + attempts);
        }
    }

    /** 5 attempts, from 100 ms to 5 s. */
    public static Retry defaults() {
        return DEFAULTS;
    }

    /** Tried once. */
    public static Retry never() {
        return new Retry(DEFAULTS.base, DEFAULTS.max, 1);
    }

    /**
     * How long to wait before a retry.
     *
     * @param n 0 for the first retry
     */
    public Duration delay(int n, RandomGenerator random) {
        long longest = max.toMillis();
        long first = base.toMillis();
        if (n >= Long.numberOfLeadingZeros(first) - 2) {
            return Duration.ofMillis(longest);
        }
        long grown = first << n;
        long jitter = random.nextLong(1, Math.max(1, grown / 4) + 1);
        return Duration.ofMillis(Math.min(grown + jitter, longest));
    }
}

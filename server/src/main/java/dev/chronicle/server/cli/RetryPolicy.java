package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to send again what failed: after a pause that doubles each time, of which a random part of
 * up to half is left out, so that clients that failed together do not come back together.
 *
 * @param retries how often at most, not counting the first attempt
 * @param first the pause before the first of them
 * @param longest no pause of ours is longer
 */
record RetryPolicy(int retries, Duration first, Duration longest) {

    /** The longest that a server can ask to be left alone. */
    private static final Duration LONGEST_WISH = Duration.ofMinutes(1);

    /** 5 retries after about 0.5, 1, 2, 4 and 8 s: a server may take 10 s to start again. */
    static RetryPolicy standard() {
        return new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(10));
    }

    /**
     * The pause before a retry.
     *
     * @param retry 1 for the first
     * @param wish what the server has asked for: it is the least, up to a minute
     * @return nothing once all retries are used up
     */
    Optional<Duration> pause(int retry, Optional<Duration> wish, RandomGenerator random) {
        if (retry > retries) {
            return Optional.empty();
        }
        Duration whole = shorter(first.multipliedBy(1L << Math.min(retry - 1, 30)), longest);
        Duration half = whole.dividedBy(2);
        Duration pause = half.plusNanos(random.nextLong(half.toNanos() + 1));
        Duration least = shorter(wish.orElse(Duration.ZERO), LONGEST_WISH);
        return Optional.of(pause.compareTo(least) < 0 ? least : pause);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}

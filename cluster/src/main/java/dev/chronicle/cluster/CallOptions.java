package dev.chronicle.cluster;

import java.time.Duration;
import java.util.Objects;

/**
 * How the {@link Gateway} makes a call.
 *
 * @param retry how often it is tried; {@link Retry#defaults} unless given
 * @param attemptTimeout how long one attempt may take; 5 seconds unless given
 * @param deadline how long all attempts and the waiting between may take together; 30 seconds
 *     unless given
 * @param placement which worker is tried first; {@link Placement#ANY} unless given
 */
public record CallOptions(
        Retry retry, Duration attemptTimeout, Duration deadline, Placement placement) {

    private static final CallOptions DEFAULTS =
            new CallOptions(
                    Retry.defaults(), Duration.ofSeconds(5), Duration.ofSeconds(30), Placement.ANY);

    public CallOptions {
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(placement, "placement");
        requirePositive("attemptTimeout", attemptTimeout);
        requirePositive("deadline", deadline);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.compareTo(Duration.ZERO) <= 0 || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "a time limit is more than nothing and at most a day: %s=%s"
                            .formatted(name, duration));
        }
    }

    /** Which worker is tried first. */
    public enum Placement {
        /** Each in turn, wherever it is. */
        ANY,
        /** One on this node, if there is one; then each in turn. */
        LOCAL_FIRST
    }

    public static CallOptions defaults() {
        return DEFAULTS;
    }

    public CallOptions retry(Retry retry) {
        return new CallOptions(retry, attemptTimeout, deadline, placement);
    }

    public CallOptions attemptTimeout(Duration attemptTimeout) {
        return new CallOptions(retry, attemptTimeout, deadline, placement);
    }

    public CallOptions deadline(Duration deadline) {
        return new CallOptions(retry, attemptTimeout, deadline, placement);
    }

    public CallOptions placement(Placement placement) {
        return new CallOptions(retry, attemptTimeout, deadline, placement);
    }
}

package dev.chronicle.sourcing;

import java.time.Duration;

/**
 * What is known of a program's event sourcing as a whole. Its parts are counted where they are:
 * there is no system that all aggregates and projections belong to.
 *
 * @param queryActorsCount projections that run
 * @param totalCommandsProcessed commands that came to an outcome, rejections included; of several
 *     {@link Aggregates#commandsProcessed} the sum
 * @param uptimeSeconds since the program began with it, in whole seconds
 */
public record SystemStats(int queryActorsCount, long totalCommandsProcessed, long uptimeSeconds) {

    public SystemStats {
        if (queryActorsCount < 0 || totalCommandsProcessed < 0 || uptimeSeconds < 0) {
            throw new IllegalArgumentException(
                    "nothing can be counted below 0: queryActorsCount=%d totalCommandsProcessed=%d uptimeSeconds=%d"
                            .formatted(queryActorsCount, totalCommandsProcessed, uptimeSeconds));
        }
    }

    /** Of these parts. */
    public static SystemStats of(int runningProjections, long commandsProcessed, Duration uptime) {
        return new SystemStats(runningProjections, commandsProcessed, uptime.toSeconds());
    }
}

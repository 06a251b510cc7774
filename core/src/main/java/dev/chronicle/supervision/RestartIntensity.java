package dev.chronicle.supervision;

import java.time.Duration;

/**
 * How many restarts, of all children of a supervisor together, still count as recovering. One more
 * within the period and the failure is escalated.
 *
 * @param maxRestarts at least 0; with 0 the first failure is escalated
 * @param period the time looked back
 */
public record RestartIntensity(int maxRestarts, Duration period) {

    public RestartIntensity {
        if (maxRestarts < 0 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException(
                    "restart intensity needs maxRestarts >= 0 and a period: maxRestarts=%d period=%s"
                            .formatted(maxRestarts, period));
        }
    }
}

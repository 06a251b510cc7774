package dev.chronicle.projection;

import java.time.Duration;

/**
 * How often a checkpoint is saved.
 *
 * @param events after so many, at least 1
 * @param time or so much time
 */
record CheckpointPace(int events, Duration time) {

    CheckpointPace {
        if (events < 1 || time.isNegative()) {
            throw new IllegalArgumentException(
                    "a checkpoint needs events >= 1 and time >= 0: events=%d time=%s"
                            .formatted(events, time));
        }
    }
}

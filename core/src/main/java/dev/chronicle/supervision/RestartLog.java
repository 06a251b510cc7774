package dev.chronicle.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/** The restarts of a supervisor within the period it looks back. Guarded by the tree's lock. */
final class RestartLog {

    private final SupervisorOptions options;
    private final ArrayDeque<Instant> restarts = new ArrayDeque<>();

    RestartLog(SupervisorOptions options) {
        this.options = options;
    }

    /** How long to wait before this restart; nothing if it is one too many. */
    Optional<Duration> next() {
        Instant now = options.clock().instant();
        Instant from = now.minus(options.intensity().period());
        restarts.removeIf(at -> at.isBefore(from));
        if (restarts.size() >= options.intensity().maxRestarts()) {
            return Optional.empty();
        }
        restarts.addLast(now);
        return Optional.of(options.backoff().delay(restarts.size(), options.random()));
    }

    void clear() {
        restarts.clear();
    }
}

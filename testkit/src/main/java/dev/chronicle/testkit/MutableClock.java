package dev.chronicle.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved, in either direction. Threads may share it. */
public final class MutableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    /** Stands at this instant. */
    public MutableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves it to this instant, which may be an earlier one. */
    public void set(Instant instant) {
        now.set(instant);
    }

    /** Moves it forwards, or backwards if the duration is negative. */
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}

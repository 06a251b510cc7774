package dev.chronicle.server.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The time at which the events were recorded that are being copied. Threads share it. */
final class SourceClock implements InstantSource {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    void set(Instant recordedAt) {
        now.set(recordedAt);
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}

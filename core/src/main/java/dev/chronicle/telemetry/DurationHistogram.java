package dev.chronicle.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations by size. Threads may share it. */
final class DurationHistogram {

    private static final List<Duration> BOUNDS =
            List.of(
                    Duration.ofNanos(100_000),
                    Duration.ofNanos(500_000),
                    Duration.ofMillis(1),
                    Duration.ofMillis(5),
                    Duration.ofMillis(10),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.size() + 1);
    private final LongAdder nanos = new LongAdder();

    void add(Duration duration) {
        int at = Collections.binarySearch(BOUNDS, duration);
        counts.incrementAndGet(at >= 0 ? at : -at - 1);
        nanos.add(duration.toNanos());
    }

    TelemetryCounts.Durations read() {
        List<Long> read = new ArrayList<>();
        for (int i = 0; i < counts.length(); i++) {
            read.add(counts.get(i));
        }
        return new TelemetryCounts.Durations(BOUNDS, read, Duration.ofNanos(nanos.sum()));
    }
}

package dev.chronicle.benchmarks;

import dev.chronicle.store.segment.SegmentEventStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A log of so many events on disk, built once and kept. */
final class BuiltLog {

    private static final int BATCH = 1000;

    private BuiltLog() {}

    /** The directory of a log with exactly so many events; it is built if it is not there. */
    static Path of(Path data, long events) throws IOException, InterruptedException {
        Path built = data.resolve("log-" + events);
        if (Files.exists(built)) {
            return built;
        }
        Report.progress("building a log of " + events + " events in " + built);
        Path building = data.resolve("log-" + events + ".building");
        TemporaryFiles.delete(building);
        try (SegmentEventStore store = SegmentEventStore.open(building)) {
            append(store, events);
            ProcessUsage.ofThis().settle();
        }
        return Files.move(building, built);
    }

    /** Appends so many events in batches. */
    static void append(SegmentEventStore store, long events) {
        EventSource source = new EventSource(new SplittableRandom());
        for (long left = events; left > 0; left -= BATCH) {
            store.append(source.next((int) Math.min(BATCH, left))).join();
        }
    }
}

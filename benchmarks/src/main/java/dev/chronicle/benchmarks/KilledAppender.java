package dev.chronicle.benchmarks;

import dev.chronicle.store.segment.SegmentEventStore;

import java.nio.file.Path;

/**
 * Appends to a log until it is killed: the process that leaves behind what {@link ReadBenchmark}
 * recovers from. Says {@code ready} when the log has grown as asked, and goes on.
 */
public final class KilledAppender {

    /** The line that says that it may be killed. */
    static final String READY = "ready to be killed";

    private KilledAppender() {}

    /**
     * Runs until it is killed.
     *
     * @param args the directory, and how many events to append before it is ready
     */
    public static void main(String[] args) throws InterruptedException {
        try (SegmentEventStore store = SegmentEventStore.open(Path.of(args[0]))) {
            BuiltLog.append(store, Long.parseLong(args[1]));
            System.out.println(READY);
            while (true) {
                BuiltLog.append(store, 10);
                Thread.sleep(1);
            }
        }
    }
}

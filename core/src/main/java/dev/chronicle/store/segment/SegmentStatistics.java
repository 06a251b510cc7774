package dev.chronicle.store.segment;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a {@link SegmentEventStore} did since it was opened.
 *
 * @param events events stored
 * @param duplicates events that were there already
 * @param syncs groups written, each with one sync
 * @param bytes bytes of the groups
 * @param syncNanos time spent writing and syncing, in nanoseconds
 */
public record SegmentStatistics(
        long events, long duplicates, long syncs, long bytes, long syncNanos) {

    /** Counts on. Threads share it. */
    static final class Counter {

        private final LongAdder events = new LongAdder();
        private final LongAdder duplicates = new LongAdder();
        private final LongAdder syncs = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAdder syncNanos = new LongAdder();

        void committed(int records, long groupBytes, long nanos) {
            events.add(records);
            syncs.increment();
            bytes.add(groupBytes);
            syncNanos.add(nanos);
        }

        void duplicate() {
            duplicates.increment();
        }

        SegmentStatistics now() {
            return new SegmentStatistics(
                    events.sum(), duplicates.sum(), syncs.sum(), bytes.sum(), syncNanos.sum());
        }
    }
}

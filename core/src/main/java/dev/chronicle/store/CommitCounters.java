package dev.chronicle.store;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a store does, group by group: an event alone costs nothing. For stores. Threads may
 * share it; a reading in the middle of a commit may have one count of it and not yet another.
 */
public final class CommitCounters {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private final LongAdder events = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final HistogramCounter commitNanos =
            new HistogramCounter(
                    50 * MICRO,
                    100 * MICRO,
                    250 * MICRO,
                    500 * MICRO,
                    MILLI,
                    2_500 * MICRO,
                    5 * MILLI,
                    10 * MILLI,
                    25 * MILLI,
                    50 * MILLI,
                    100 * MILLI,
                    250 * MILLI,
                    500 * MILLI,
                    SECOND,
                    2_500 * MILLI,
                    5 * SECOND,
                    10 * SECOND);
    private final HistogramCounter groupEvents =
            new HistogramCounter(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000,
                    100_000);

    /** Begins at zero. */
    public CommitCounters() {}

    /**
     * A group is durable.
     *
     * @param groupEvents how many events it had
     * @param groupBytes how many bytes
     * @param nanos how long that took
     */
    public void committed(int groupEvents, long groupBytes, long nanos) {
        events.add(groupEvents);
        bytes.add(groupBytes);
        this.groupEvents.add(groupEvents);
        commitNanos.add(nanos);
    }

    /** So many events were there already. */
    public void duplicates(int count) {
        duplicates.add(count);
    }

    /** What was counted so far. */
    public StoreStatistics read() {
        return new StoreStatistics(
                events.sum(),
                duplicates.sum(),
                bytes.sum(),
                commitNanos.read(),
                groupEvents.read());
    }
}

package dev.chronicle.store;

/**
 * What a store did since it was opened in this process.
 *
 * @param events events stored
 * @param duplicates events that were there already
 * @param bytes bytes written to the log; of a database, of the events in canonical form
 * @param commitNanos how long each group of appends took to be written and synced, in nanoseconds,
 *     in buckets from 50 µs to 10 s
 * @param groupEvents how many events were stored with one sync, in buckets from 1 to 100,000
 */
public record StoreStatistics(
        long events, long duplicates, long bytes, Histogram commitNanos, Histogram groupEvents) {

    /** Groups written, each with one sync. */
    public long commits() {
        return groupEvents.count();
    }
}

package dev.chronicle.store.segment;

import java.time.InstantSource;

/**
 * How a {@link SegmentEventStore} works. The defaults are right for most.
 *
 * @param segmentBytes the size at which the log begins a new file; 256 MiB
 * @param memtableEntries index entries (an event has 3, and 1 per tag) gathered in memory before
 *     they are written as a run, 16 bytes each and 20 more if somebody looks something up in them;
 *     a power of two, 524,288
 * @param groupBytes how much is written and synced together at most, unless one append is larger; 8
 *     MiB
 * @param appendBytes the most bytes the records of one append may take; 128 MiB
 * @param queueBytes how much may wait to be committed before callers have to wait; 64 MiB
 * @param clock says when events are recorded; the system's
 */
public record SegmentOptions(
        int segmentBytes,
        int memtableEntries,
        int groupBytes,
        int appendBytes,
        long queueBytes,
        InstantSource clock) {

    public SegmentOptions {
        requireAtLeast("segmentBytes", segmentBytes, 4096);
        requireAtLeast("memtableEntries", memtableEntries, 4096);
        requireAtLeast("groupBytes", groupBytes, 4096);
        requireAtLeast("appendBytes", appendBytes, 4096);
        requireAtLeast("queueBytes", queueBytes, 4096);
        if (Integer.bitCount(memtableEntries) != 1) {
            throw new IllegalArgumentException(
                    "memtableEntries must be a power of two: memtableEntries=" + memtableEntries);
        }
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d: %s=%d".formatted(name, least, name, value));
        }
    }

    /** The defaults. */
    public static SegmentOptions defaults() {
        return new SegmentOptions(
                256 << 20, 1 << 19, 8 << 20, 128 << 20, 64 << 20, InstantSource.system());
    }

    /** The same, with files of this size. */
    public SegmentOptions segmentBytes(int segmentBytes) {
        return new SegmentOptions(
                segmentBytes, memtableEntries, groupBytes, appendBytes, queueBytes, clock);
    }

    /** The same, with a memtable of this size. */
    public SegmentOptions memtableEntries(int memtableEntries) {
        return new SegmentOptions(
                segmentBytes, memtableEntries, groupBytes, appendBytes, queueBytes, clock);
    }

    /** The same, on another clock. */
    public SegmentOptions clock(InstantSource clock) {
        return new SegmentOptions(
                segmentBytes, memtableEntries, groupBytes, appendBytes, queueBytes, clock);
    }
}

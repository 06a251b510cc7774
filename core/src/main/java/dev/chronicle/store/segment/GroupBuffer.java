package dev.chronicle.store.segment;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The group being made: its records as they will be written. One thread. */
final class GroupBuffer {

    private final int usualCapacity;
    private ByteBuffer bytes;
    private MemorySegment segment;
    private int[] offsets = new int[1024];
    private int records;
    private long base;

    /**
     * @param usualCapacity bytes that are kept from group to group; a larger group gets a buffer of
     *     its own
     */
    GroupBuffer(int usualCapacity) {
        this.usualCapacity = usualCapacity;
        bytes = ByteBuffer.allocateDirect(usualCapacity);
        segment = MemorySegment.ofBuffer(bytes);
    }

    /**
     * Begins an empty group.
     *
     * @param head the position before its first
     * @param mostBytes what its records and marker may take
     */
    void begin(long head, int mostBytes) {
        base = head;
        records = 0;
        if (mostBytes > bytes.capacity() || bytes.capacity() > usualCapacity) {
            bytes = ByteBuffer.allocateDirect(Math.max(mostBytes, usualCapacity));
            segment = MemorySegment.ofBuffer(bytes);
        }
        bytes.clear();
    }

    /** Adds the next record. */
    void add(byte[] source, int offset, int size) {
        if (records == offsets.length) {
            offsets = Arrays.copyOf(offsets, records * 2);
        }
        offsets[records++] = bytes.position();
        bytes.put(source, offset, size);
    }

    /** Puts the marker behind the records and makes the group ready to be written. */
    ByteBuffer finish(long salt) {
        LogFormat.putMarker(bytes, head(), records, bytes.position(), salt);
        return bytes.flip();
    }

    int records() {
        return records;
    }

    /** The offset of each record in the group; only the first {@link #records} count. */
    int[] offsets() {
        return offsets;
    }

    /** The last position given. */
    long head() {
        return base + records;
    }

    /** Whether the event at {@code position} is in this group. */
    boolean holds(long position) {
        return position > base;
    }

    /** Copies the record at {@code position} into {@code buffer}. */
    void load(long position, RecordBuffer buffer) {
        String fault = buffer.load(segment, offsets[(int) (position - base - 1)]);
        if (!fault.isEmpty()) {
            throw new IllegalStateException(fault + " in the group being made");
        }
    }
}

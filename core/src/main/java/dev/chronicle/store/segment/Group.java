package dev.chronicle.store.segment;

import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStoreException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Appends that are written and synced together: their records as they will be written, and what
 * each is answered with then. Owned by the {@link Sequencer}, then by the {@link GroupWriter}, then
 * by the sequencer again, which may go on reading it while it is written.
 */
final class Group {

    /** What an append is answered with once the group is synced. */
    sealed interface Outcome {
        record Done(List<AppendResult> results) implements Outcome {}

        record Refused(RuntimeException why) implements Outcome {}
    }

    private record Decided(PreparedAppend append, Outcome outcome) {}

    private final int usualCapacity;
    private List<Decided> decided = new ArrayList<>();
    private ByteBuffer bytes;
    private MemorySegment segment;
    private int[] offsets = new int[1024];
    private int records;
    private long base;

    /**
     * @param usualBytes records that are gathered at most; an append that takes more is a group by
     *     itself
     */
    Group(int usualBytes) {
        usualCapacity = usualBytes + LogFormat.MARKER_SIZE;
        bytes = ByteBuffer.allocateDirect(usualCapacity);
        segment = MemorySegment.ofBuffer(bytes);
    }

    /**
     * Makes it empty.
     *
     * @param head the position before its first
     */
    void begin(long head) {
        base = head;
        records = 0;
        decided.clear();
        bytes.clear();
        if (bytes.capacity() > usualCapacity) {
            allocate(usualCapacity);
        }
    }

    private void allocate(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity);
        segment = MemorySegment.ofBuffer(bytes);
    }

    /** How many more bytes of records it should be given. */
    int room() {
        return bytes.remaining() - LogFormat.MARKER_SIZE;
    }

    /** Sees to it that an append fits; only an empty group grows. */
    void makeRoom(int size) {
        if (size > room() && records == 0) {
            allocate(size + LogFormat.MARKER_SIZE);
        }
    }

    /** Adds the next record. */
    void add(byte[] source, int offset, int size) {
        if (records == offsets.length) {
            offsets = Arrays.copyOf(offsets, records * 2);
        }
        if (bytes.remaining() < size + LogFormat.MARKER_SIZE) {
            grow(size);
        }
        offsets[records++] = bytes.position();
        bytes.put(source, offset, size);
    }

    /** Only notes come unannounced, so this is rare. */
    private void grow(int size) {
        ByteBuffer full = bytes.flip();
        long needed = (long) full.limit() + size + LogFormat.MARKER_SIZE;
        allocate(Math.toIntExact(Math.min(needed * 2, Integer.MAX_VALUE)));
        bytes.put(full);
    }

    /** Takes note of what an append is to be answered with. */
    void decided(PreparedAppend append, Outcome outcome) {
        decided.add(new Decided(append, outcome));
    }

    /** Whether no append has been decided yet. */
    boolean isEmpty() {
        return decided.isEmpty();
    }

    /** What it takes in the log, with its marker. */
    int size() {
        return bytes.position() + LogFormat.MARKER_SIZE;
    }

    /** Puts the marker behind the records, and makes them ready to be written. */
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

    /** Whether the event at {@code position} is in this group, or behind it. */
    boolean reaches(long position) {
        return position > base;
    }

    /** Copies the record at {@code position} into {@code buffer}. */
    void load(long position, RecordBuffer buffer) {
        String fault = buffer.load(segment, offsets[(int) (position - base - 1)]);
        if (!fault.isEmpty()) {
            throw new IllegalStateException(fault + " in a group being made");
        }
    }

    /** Tells every caller what became of its append. */
    void answer() {
        List<Decided> answered = decided;
        decided = new ArrayList<>(); // an append can be large, and this may be long in use again
        for (Decided each : answered) {
            switch (each.outcome()) {
                case Outcome.Done(List<AppendResult> results) ->
                        each.append().answer().complete(results);
                case Outcome.Refused(RuntimeException why) ->
                        each.append().answer().completeExceptionally(why);
            }
        }
    }

    /** Tells every caller that its append could not be stored. */
    void refuse(EventStoreException why) {
        for (Decided each : decided) {
            each.append().answer().completeExceptionally(why);
        }
    }
}

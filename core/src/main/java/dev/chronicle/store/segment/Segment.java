package dev.chronicle.store.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of the log, mapped for reading: the events from {@link #firstPosition} on. Only the
 * newest grows, by the committing thread; any thread reads what is committed.
 */
final class Segment {

    private final Path file;
    private final long firstPosition;
    private final MemorySegment data;
    private final long salt;
    private final Offsets offsets;

    /** Where the next group goes. */
    private long end;

    private Segment(Path file, long firstPosition, MemorySegment data, Offsets offsets, long end) {
        this.file = file;
        this.firstPosition = firstPosition;
        this.data = data;
        this.offsets = offsets;
        this.end = end;
        this.salt = salt(data);
    }

    static MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    /** Why the mapped file is not the segment that begins at this position; empty if it is. */
    static String headerFault(MemorySegment data, long firstPosition) {
        if (data.byteSize() < LogFormat.SEGMENT_HEADER_SIZE) {
            return "segment is shorter than its header";
        }
        byte[] header =
                data.asSlice(0, LogFormat.SEGMENT_HEADER_SIZE).toArray(ValueLayout.JAVA_BYTE);
        return LogFormat.headerFault(header, firstPosition);
    }

    /** The salt in a segment's header. */
    static long salt(MemorySegment data) {
        return data.get(LogFormat.LONG, LogFormat.SEGMENT_HEADER_SIZE - Long.BYTES);
    }

    /** A segment whose file has a sound header and whose records are known. */
    static Segment of(
            Path file, long firstPosition, MemorySegment data, Offsets offsets, long end) {
        return new Segment(file, firstPosition, data, offsets, end);
    }

    Path file() {
        return file;
    }

    long firstPosition() {
        return firstPosition;
    }

    MemorySegment data() {
        return data;
    }

    long salt() {
        return salt;
    }

    /** How many bytes the file can take. */
    long capacity() {
        return data.byteSize();
    }

    long end() {
        return end;
    }

    /** The same events in a file that grows no more, and was cut to what it holds. */
    Segment sealed() {
        MemorySegment used = data.asSlice(0, end);
        return new Segment(
                file, firstPosition, used, new SealedOffsets(file, firstPosition, used), end);
    }

    Offsets offsets() {
        return offsets;
    }

    /** Takes note of a group that was written and synced at {@link #end}. */
    void grow(int[] recordOffsets, int records, long bytes) {
        GrowingOffsets growing = (GrowingOffsets) offsets;
        for (int i = 0; i < records; i++) {
            growing.add(end + recordOffsets[i]);
        }
        end += bytes;
    }

    /** Where the record of the event at {@code position} begins. */
    long offsetOf(long position) {
        return offsets.get(position - firstPosition);
    }

    /** How a place in this segment is named in messages. */
    String place(long offset) {
        return "file=" + file + " offset=" + offset;
    }
}

package dev.chronicle.store.segment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads a segment from its beginning, group by group, checking everything. One thread.
 *
 * <p>A group counts only with its marker. Where that fails, {@link #fault} says why, and {@link
 * #hasGroupBehind} tells a write that was cut off (nothing follows) from damage (something does,
 * and it was synced later).
 */
final class LogScan {

    /** Takes what is found. */
    interface Visitor {

        /** Takes nothing. */
        Visitor NONE =
                new Visitor() {
                    @Override
                    public void record(long recordOffset, byte[] bytes, int offset, int length) {}

                    @Override
                    public void group(long lastPosition) {}
                };

        /**
         * A sound record, of a group whose marker has not been seen yet.
         *
         * @param bytes an array that holds the event's canonical form from {@code offset} on; it is
         *     used again
         */
        void record(long recordOffset, byte[] bytes, int offset, int length);

        /** The group of the records since the last call is whole. */
        void group(long lastPosition);
    }

    private final MemorySegment data;
    private final long salt;
    private final RecordBuffer buffer = new RecordBuffer();
    private long end = LogFormat.SEGMENT_HEADER_SIZE;
    private long lastGroup;
    private long lastPosition;
    private long markers;
    private Optional<String> fault = Optional.empty();

    /**
     * @param data a mapped segment with a sound header
     * @param firstPosition its first position
     */
    LogScan(MemorySegment data, long firstPosition) {
        this.data = data;
        this.salt = Segment.salt(data);
        this.lastPosition = firstPosition - 1;
    }

    /** Reads every whole group up to the end, or to the first fault. */
    void run(Visitor visitor) {
        while (readGroup(visitor)) {
            markers++;
        }
    }

    /** Where the last whole group ends. */
    long end() {
        return end;
    }

    /** Where the last whole group begins; 0, with the header, if there is none. */
    long lastGroup() {
        return lastGroup;
    }

    /** The last position of the last whole group. */
    long lastPosition() {
        return lastPosition;
    }

    /** The number of whole groups. */
    long groups() {
        return markers;
    }

    /** What stands behind {@link #end} instead of a group; empty if there is nothing but zeros. */
    Optional<String> fault() {
        return fault;
    }

    private boolean readGroup(Visitor visitor) {
        long at = end;
        long position = lastPosition;
        while (true) {
            if (at + LogFormat.RECORD_HEADER_SIZE > data.byteSize()) {
                return at == end && isZero(at) ? false : fail(at, "the file ends inside a group");
            }
            int length = data.get(LogFormat.INT, at + 4);
            if (length == LogFormat.MARKER_LENGTH) {
                return readMarker(at, position, visitor);
            }
            if (length == 0 && data.get(LogFormat.INT, at) == 0) {
                return at == end && isZero(at)
                        ? false
                        : fail(at, "a group ends without its marker");
            }
            String wrong = buffer.load(data, at);
            if (!wrong.isEmpty()) {
                return fail(at, wrong);
            }
            if (buffer.position() != position + 1) {
                return fail(at, "a record has the wrong position " + buffer.position());
            }
            position++;
            visitor.record(at, buffer.bytes(), RecordBuffer.FORM_OFFSET, buffer.formLength());
            at += LogFormat.RECORD_HEADER_SIZE + buffer.formLength();
        }
    }

    private boolean readMarker(long at, long position, Visitor visitor) {
        if (!isMarker(at)
                || markerPosition(at) != position
                || markerRecords(at) != position - lastPosition
                || markerGroupBytes(at) != at - end) {
            return fail(at, "a marker does not fit its group");
        }
        lastGroup = end;
        end = at + LogFormat.MARKER_SIZE;
        lastPosition = position;
        visitor.group(position);
        return true;
    }

    private boolean fail(long at, String why) {
        fault = Optional.of(why + " at offset=" + at);
        return false;
    }

    /** Whether a sealed segment's last bytes are the marker of a group up to this position. */
    static boolean endsWithMarker(MemorySegment data, long lastPosition) {
        LogScan scan = new LogScan(data, lastPosition + 1);
        long at = data.byteSize() - LogFormat.MARKER_SIZE;
        return at > LogFormat.SEGMENT_HEADER_SIZE
                && scan.isMarker(at)
                && scan.markerPosition(at) == lastPosition;
    }

    /** Whether a whole marker of this segment stands here. */
    private boolean isMarker(long at) {
        if (at + LogFormat.MARKER_SIZE > data.byteSize()
                || data.get(LogFormat.INT, at + 4) != LogFormat.MARKER_LENGTH
                || data.get(LogFormat.LONG, at + LogFormat.MARKER_SIZE - Long.BYTES) != salt) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(data.asSlice(at + 4, LogFormat.MARKER_SIZE - 4).asByteBuffer());
        return (int) crc.getValue() == data.get(LogFormat.INT, at);
    }

    private long markerPosition(long at) {
        return data.get(LogFormat.LONG, at + 8);
    }

    private int markerRecords(long at) {
        return data.get(LogFormat.INT, at + 16);
    }

    private long markerGroupBytes(long at) {
        return data.get(LogFormat.LONG, at + 20);
    }

    private boolean isZero(long from) {
        return isZero(data, from);
    }

    /** Whether there is nothing but zeros from {@code from} on. */
    static boolean isZero(MemorySegment data, long from) {
        return nextNonZero(data, from) >= data.byteSize();
    }

    private long nextNonZero(long from) {
        return nextNonZero(data, from);
    }

    /**
     * By plain loads: the JVM makes an error of a page that cannot be read there, and dies of it in
     * {@link MemorySegment#mismatch}.
     */
    private static long nextNonZero(MemorySegment data, long from) {
        long at = from;
        long lastLong = data.byteSize() - Long.BYTES;
        while (at <= lastLong && data.get(LogFormat.LONG, at) == 0) {
            at += Long.BYTES;
        }
        while (at < data.byteSize() && data.get(ValueLayout.JAVA_BYTE, at) == 0) {
            at++;
        }
        return at;
    }

    /**
     * Whether a marker of a later group stands behind the {@link #end}. The committer writes a
     * group only when the one before is synced, so then what lies between was whole once.
     */
    boolean hasGroupBehind() {
        // The length field of a marker begins with a byte that is not zero, 4 bytes into it.
        long at = nextNonZero(end + 4);
        while (at < data.byteSize()) {
            long start = at - 4;
            if (isMarker(start) && start - markerGroupBytes(start) > end) {
                return true;
            }
            at = nextNonZero(at + 1);
        }
        return false;
    }
}

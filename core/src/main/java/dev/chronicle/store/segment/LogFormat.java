package dev.chronicle.store.segment;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The layout of a segment file, big-endian (see {@code docs/design/log-format.md}):
 *
 * <pre>
 * header   32 bytes: magic, u32 version, u32 CRC32C of the rest, u64 first position, u64 salt
 * group    records, then one commit marker; again and again
 * record   u32 CRC32C of all that follows, u32 length, {@code length} bytes: an event in canonical form
 * marker   u32 CRC32C of all that follows, u32 0x8000001c, u64 last position, u32 records in the
 *          group, u64 bytes of the group before the marker, u64 salt
 * </pre>
 *
 * Behind the last group the file is zeros, or ends. The salt is a random number of the segment's
 * own: no client can put into an event what would look like a marker.
 */
final class LogFormat {

    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    static final long MAGIC = 0x4348524f4e4c4f47L; // "CHRONLOG"
    static final int VERSION = 1;
    static final int SEGMENT_HEADER_SIZE = 32;

    /** Checksum and length, in front of every record and marker. */
    static final int RECORD_HEADER_SIZE = 8;

    static final int MARKER_BODY_SIZE = 28;
    static final int MARKER_SIZE = RECORD_HEADER_SIZE + MARKER_BODY_SIZE;

    /** The length field of a marker: no record is so long. */
    static final int MARKER_LENGTH = 0x80000000 | MARKER_BODY_SIZE;

    private static final String SUFFIX = ".log";

    private LogFormat() {}

    /** A segment's file name: its first position, so that names sort as the log does. */
    static String fileName(long firstPosition) {
        return "%020d".formatted(firstPosition) + SUFFIX;
    }

    static boolean isSegment(Path file) {
        return file.getFileName().toString().matches("\\d{20}\\.log");
    }

    static long firstPosition(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    static ByteBuffer segmentHeader(long firstPosition, long salt) {
        ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER_SIZE);
        header.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(firstPosition).putLong(salt);
        header.putInt(12, checksum(header.array(), 16, SEGMENT_HEADER_SIZE - 16));
        return header.flip();
    }

    /**
     * Why these bytes are no header of the segment that begins at this position; empty if they are.
     */
    static String headerFault(byte[] header, long firstPosition) {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        if (buffer.getLong(0) != MAGIC) {
            return "not a segment of a Chronicle log";
        }
        if (buffer.getInt(8) != VERSION) {
            return "unknown segment version " + buffer.getInt(8);
        }
        if (buffer.getInt(12) != checksum(header, 16, SEGMENT_HEADER_SIZE - 16)) {
            return "segment header has a wrong checksum";
        }
        return buffer.getLong(16) == firstPosition
                ? ""
                : "segment header names another first position: " + buffer.getLong(16);
    }

    static void putMarker(
            ByteBuffer target, long lastPosition, int records, long groupBytes, long salt) {
        ByteBuffer marker = ByteBuffer.allocate(MARKER_SIZE);
        marker.putInt(0)
                .putInt(MARKER_LENGTH)
                .putLong(lastPosition)
                .putInt(records)
                .putLong(groupBytes)
                .putLong(salt);
        marker.putInt(0, checksum(marker.array(), 4, MARKER_SIZE - 4));
        target.put(marker.flip());
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}

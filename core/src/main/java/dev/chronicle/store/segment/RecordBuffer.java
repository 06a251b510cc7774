package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.Event;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Holds one record at a time, copied out of the log and checked. Not for several threads at once.
 */
final class RecordBuffer {

    /** Where the event's canonical form begins in {@link #bytes}: behind the length. */
    static final int FORM_OFFSET = 4;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Arrays beyond this are given back after use. */
    private static final int MOST_KEPT = 1 << 16;

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[1024];
    private int formLength;

    /**
     * Copies the record at {@code offset}.
     *
     * @return why it is not a sound record; empty if it is
     */
    String load(MemorySegment data, long offset) {
        if (offset < 0 || offset + LogFormat.RECORD_HEADER_SIZE > data.byteSize()) {
            return "a record lies outside its file";
        }
        int expected = data.get(LogFormat.INT, offset);
        int length = data.get(LogFormat.INT, offset + 4);
        if (length < CanonicalForm.STREAM_OFFSET
                || length > data.byteSize() - offset - LogFormat.RECORD_HEADER_SIZE) {
            return "a record has an impossible length " + length;
        }
        int size = FORM_OFFSET + length;
        if (bytes.length < size || bytes.length > MOST_KEPT && size <= MOST_KEPT) {
            bytes = new byte[Math.max(size, Math.min(2 * size, MOST_KEPT))];
        }
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, offset + 4, bytes, 0, size);
        crc.reset();
        crc.update(bytes, 0, size);
        formLength = length;
        return (int) crc.getValue() == expected ? "" : "a record has a wrong checksum";
    }

    byte[] bytes() {
        return bytes;
    }

    int formLength() {
        return formLength;
    }

    /** The position that the record says it has. */
    long position() {
        return (long) LONG.get(bytes, FORM_OFFSET + 1);
    }

    /** The sequence of the event in its stream. */
    long sequence() {
        return (long) LONG.get(bytes, FORM_OFFSET + 9);
    }

    /** When the event was recorded, in milliseconds since 1970. */
    long recordedAtMillis() {
        return (long) LONG.get(bytes, FORM_OFFSET + 17);
    }

    /** Whether the form has, at {@code formOffset}, the bytes of {@code other} from..to. */
    boolean hasAt(int formOffset, byte[] other, int from, int to) {
        int start = FORM_OFFSET + formOffset;
        int size = to - from;
        return formOffset + size <= formLength
                && Arrays.equals(bytes, start, start + size, other, from, to);
    }

    Event event() {
        return CanonicalForm.parse(bytes, FORM_OFFSET, formLength);
    }
}

package dev.chronicle.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one {@link CanonicalForm} out of an array. Anything but a whole form is refused. */
final class CanonicalReader {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_VARINT_BYTES = 5;

    private final byte[] bytes;
    private final int end;
    private int at;

    CanonicalReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    Event event() {
        try {
            require(CanonicalForm.STREAM_OFFSET);
            if (bytes[at] != CanonicalForm.VERSION) {
                throw malformed("unknown version " + bytes[at]);
            }
            Position position = new Position((long) LONG.get(bytes, at + 1));
            long sequence = (long) LONG.get(bytes, at + 9);
            Instant recordedAt = Instant.ofEpochMilli((long) LONG.get(bytes, at + 17));
            Instant time =
                    Instant.ofEpochSecond(
                            (long) LONG.get(bytes, at + 25), (int) INT.get(bytes, at + 33));
            at += CanonicalForm.STREAM_OFFSET;
            StreamId stream = new StreamId(text(), text());
            EventId id = new EventId(text());
            String type = text();
            List<Tag> tags = tags();
            Map<String, String> metadata = metadata();
            EventData data = data();
            if (at != end) {
                throw malformed("bytes behind the end");
            }
            return new Event(
                    position, sequence, recordedAt, id, stream, type, time, tags, data, metadata);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a canonical event: " + e.getMessage(), e);
        }
    }

    private List<Tag> tags() {
        int count = count();
        Tag[] tags = new Tag[count];
        for (int i = 0; i < count; i++) {
            tags[i] = new Tag(text(), text());
        }
        return List.of(tags);
    }

    private Map<String, String> metadata() {
        int count = count();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> metadata = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            metadata.put(text(), text());
        }
        return metadata;
    }

    private EventData data() {
        String contentType = text();
        int size = varint();
        require(size);
        EventData data = EventData.of(contentType, bytes, at, size);
        at += size;
        return data;
    }

    private String text() {
        int size = varint();
        require(size);
        String text = new String(bytes, at, size, StandardCharsets.UTF_8);
        at += size;
        return text;
    }

    /** A number of things that take at least two bytes each. */
    private int count() {
        int count = varint();
        if (count > (end - at) / 2) {
            throw malformed("more entries than bytes");
        }
        return count;
    }

    private int varint() {
        int value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            require(1);
            byte b = bytes[at++];
            value |= (b & 0x7f) << (7 * i);
            if (b >= 0) {
                if (value < 0) {
                    throw malformed("size out of range");
                }
                return value;
            }
        }
        throw malformed("size out of range");
    }

    private void require(int count) {
        if (count > end - at) {
            throw malformed("it ends too early");
        }
    }

    private IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException(
                "not a canonical event: " + why + " bytesLeft=" + (end - at));
    }
}

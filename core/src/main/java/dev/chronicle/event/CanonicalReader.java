package dev.chronicle.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads one {@link CanonicalForm} out of an array. Bytes that {@link CanonicalWriter} would not
 * have written for the event they describe are refused, so that an event has one hash only.
 */
final class CanonicalReader {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LAST_VARINT_BYTE = 4;
    private static final int LARGEST_LAST_VARINT_BYTE = Integer.MAX_VALUE >>> 28;
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final int end;
    private int at;

    CanonicalReader(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
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
            Instant time = time((long) LONG.get(bytes, at + 25), (int) INT.get(bytes, at + 33));
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
            Event event =
                    new Event(
                            position,
                            sequence,
                            recordedAt,
                            id,
                            stream,
                            type,
                            time,
                            tags,
                            data,
                            metadata);
            if (!event.tags().equals(tags)) {
                throw malformed("tags are not in order");
            }
            return event;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a canonical event: " + e.getMessage(), e);
        }
    }

    private Instant time(long seconds, int nanos) {
        if (nanos < 0 || nanos >= NANOS_PER_SECOND) {
            throw malformed("nanoseconds out of range");
        }
        return Instant.ofEpochSecond(seconds, nanos);
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
        String last = "";
        for (int i = 0; i < count; i++) {
            String key = text();
            if (i > 0 && last.compareTo(key) >= 0) {
                throw malformed("metadata is not in order");
            }
            metadata.put(key, text());
            last = key;
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
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireReplacementsAreMeant(text, size);
        }
        at += size;
        return text;
    }

    /** Decoding turns what is not UTF-8 into a character that may also stand there by right. */
    private void requireReplacementsAreMeant(String text, int size) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(utf8, 0, utf8.length, bytes, at, at + size)) {
            throw malformed("text is not UTF-8");
        }
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
        for (int i = 0; i <= LAST_VARINT_BYTE; i++) {
            require(1);
            byte b = bytes[at++];
            value |= (b & 0x7f) << (7 * i);
            if (b >= 0) {
                if (b == 0 && i > 0) {
                    throw malformed("size in more bytes than needed");
                }
                if (i == LAST_VARINT_BYTE && b > LARGEST_LAST_VARINT_BYTE) {
                    break;
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

package dev.chronicle.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes {@link CanonicalForm canonical bytes} one behind the other into one array that grows. Not
 * for several threads at once.
 */
public final class CanonicalWriter {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    /** Starts with room for one small event. */
    public CanonicalWriter() {
        this(512);
    }

    /** Starts with room for {@code capacity} bytes. */
    public CanonicalWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** The number of bytes written so far. */
    public int size() {
        return size;
    }

    /** The array written to; it is replaced as it grows, and only {@link #size} bytes count. */
    public byte[] array() {
        return bytes;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Writes the whole form of a recorded event. */
    public void write(Event event) {
        place(event.position().value(), event.sequence(), event.recordedAt().toEpochMilli());
        body(
                event.time(),
                event.stream(),
                event.id(),
                event.type(),
                event.tags(),
                event.metadata(),
                event.data());
    }

    /** Writes the whole form of an offered event; its place is zero, to be filled in by a store. */
    public void write(NewEvent event) {
        place(0, 0, 0);
        body(
                event.time(),
                event.stream(),
                event.id(),
                event.type(),
                event.tags(),
                event.metadata(),
                event.data());
    }

    /** Writes a stream as it stands in the form: category, key. */
    public void stream(StreamId stream) {
        text(stream.category());
        text(stream.key());
    }

    /** Writes a tag as it stands in the form: key, value. */
    public void tag(Tag tag) {
        text(tag.key());
        text(tag.value());
    }

    /** Writes a text as it stands in the form: size, UTF-8. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    private void place(long position, long sequence, long recordedAtMillis) {
        reserve(CanonicalForm.BODY_OFFSET);
        bytes[size] = CanonicalForm.VERSION;
        fillPlace(bytes, size, position, sequence, recordedAtMillis);
        size += CanonicalForm.BODY_OFFSET;
    }

    /** Puts position, sequence and recordedAt into the form that begins at {@code offset}. */
    public static void fillPlace(
            byte[] form, int offset, long position, long sequence, long recordedAtMillis) {
        LONG.set(form, offset + 1, position);
        LONG.set(form, offset + 9, sequence);
        LONG.set(form, offset + 17, recordedAtMillis);
    }

    private void body(
            Instant time,
            StreamId stream,
            EventId id,
            String type,
            List<Tag> tags,
            Map<String, String> metadata,
            EventData data) {
        reserve(12);
        LONG.set(bytes, size, time.getEpochSecond());
        INT.set(bytes, size + 8, time.getNano());
        size += 12;
        stream(stream);
        text(id.value());
        text(type);
        varint(tags.size());
        for (int i = 0; i < tags.size(); i++) {
            tag(tags.get(i));
        }
        varint(metadata.size());
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            text(entry.getKey());
            text(entry.getValue());
        }
        text(data.contentType());
        varint(data.size());
        reserve(data.size());
        data.writeTo(ByteBuffer.wrap(bytes, size, data.size()));
        size += data.size();
    }

    private void varint(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[size++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes,
                            Math.max(
                                    needed,
                                    (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}

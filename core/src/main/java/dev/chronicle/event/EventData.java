package dev.chronicle.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What an event says: bytes and their content type. Immutable; threads may share it.
 *
 * <p>Chronicle never looks into the bytes: they come back exactly as they went in, so they may be
 * encrypted.
 */
public final class EventData {

    /** The content type of JSON, {@code application/json}. */
    public static final String JSON = "application/json";

    private static final EventData EMPTY = new EventData("application/octet-stream", new byte[0]);

    private final String contentType;
    private final byte[] bytes;

    private EventData(String contentType, byte[] bytes) {
        Text.requireWellFormed(contentType, "content type");
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /** No bytes, of type {@code application/octet-stream}. */
    public static EventData empty() {
        return EMPTY;
    }

    /** A copy of these bytes. */
    public static EventData of(String contentType, byte[] bytes) {
        return new EventData(contentType, bytes.clone());
    }

    /** A copy of {@code length} bytes from {@code offset}. */
    public static EventData of(String contentType, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new EventData(contentType, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** A copy of the buffer's remaining bytes, which are consumed. */
    public static EventData of(String contentType, ByteBuffer remaining) {
        byte[] bytes = new byte[remaining.remaining()];
        remaining.get(bytes);
        return new EventData(contentType, bytes);
    }

    /** These bytes without a copy: the caller gives them away. */
    static EventData owning(String contentType, byte[] bytes) {
        return new EventData(contentType, bytes);
    }

    /** JSON text, as UTF-8. The text is not checked. */
    public static EventData json(String text) {
        return new EventData(JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    public String contentType() {
        return contentType;
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** The bytes without a copy, not to be changed. */
    byte[] array() {
        return bytes;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** A read-only view of the bytes, without a copy. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Puts the bytes into {@code target}, without a copy in between. */
    public void writeTo(ByteBuffer target) {
        target.put(bytes);
    }

    /** Writes the bytes to {@code target}, without a copy in between. */
    public void writeTo(OutputStream target) throws IOException {
        target.write(bytes);
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventData that
                && contentType.equals(that.contentType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
    }

    /** The type and the size: data does not belong into logs by accident. */
    @Override
    public String toString() {
        return contentType + "[" + bytes.length + " bytes]";
    }
}

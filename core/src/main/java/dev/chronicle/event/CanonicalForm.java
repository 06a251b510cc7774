package dev.chronicle.event;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The canonical bytes of an event: equal events have equal bytes, and the bytes can be made from
 * the event alone, so that anybody can recompute its hash. Version 1, big-endian; {@code varint} is
 * an unsigned LEB128 in the fewest bytes, {@code text} a varint count of bytes and then UTF-8:
 *
 * <pre>
 *  0  u8      version = 1
 *  1  i64     position
 *  9  i64     sequence
 * 17  i64     recordedAt, milliseconds since 1970-01-01T00:00Z
 * 25  i64     time, seconds since 1970-01-01T00:00Z
 * 33  i32     time, nanoseconds of the second
 * 37  text    stream category
 *     text    stream key
 *     text    id
 *     text    type
 *     varint  number of tags, then for each, sorted: text key, text value
 *     varint  number of metadata entries, then for each, sorted by key: text key, text value
 *     text    content type
 *     varint  number of data bytes, then the bytes
 * </pre>
 *
 * What a store assigns (position, sequence, recordedAt) stands in front and has a fixed size, so
 * that the rest, the body, can be made ready before they are known. See {@code
 * docs/design/canonical-event.md}.
 */
public final class CanonicalForm {

    /** The version written, the first byte. */
    public static final byte VERSION = 1;

    /** Where the body (time, stream, id, …) begins. */
    public static final int BODY_OFFSET = 25;

    /** Where the stream category begins, the first part of variable size. */
    public static final int STREAM_OFFSET = 37;

    private CanonicalForm() {}

    /** The canonical bytes of {@code event}. */
    public static byte[] of(Event event) {
        CanonicalWriter writer = new CanonicalWriter();
        writer.write(event);
        return writer.toByteArray();
    }

    /** The SHA-256 of the canonical bytes of {@code event}: 32 bytes. */
    public static byte[] sha256(Event event) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of(event));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * The event whose canonical bytes stand at {@code offset}.
     *
     * @throws IllegalArgumentException if they are not the canonical form of an event: {@link #of}
     *     gives the same bytes for every event that is returned
     */
    public static Event parse(byte[] bytes, int offset, int length) {
        return new CanonicalReader(bytes, offset, length).event();
    }
}

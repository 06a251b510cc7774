package dev.chronicle.cluster;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link WireWriter} writes; anything else is a {@link MalformedMessageException}. */
final class WireReader {

    private final ByteBuffer in;

    WireReader(byte[] message) {
        in = ByteBuffer.wrap(message);
        int version = u8();
        if (version != WireWriter.VERSION) {
            throw new MalformedMessageException("unknown version=" + version);
        }
    }

    int u8() {
        try {
            return in.get() & 0xff;
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    int i32() {
        try {
            return in.getInt();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    long i64() {
        try {
            return in.getLong();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    /** A number of things that follow, each of at least one byte. */
    int count() {
        int count = i32();
        if (count < 0 || count > in.remaining()) {
            throw new MalformedMessageException("more than there is: count=" + count);
        }
        return count;
    }

    byte[] bytes() {
        byte[] bytes = new byte[count()];
        in.get(bytes);
        return bytes;
    }

    String text() {
        ByteBuffer utf8 = ByteBuffer.wrap(bytes());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("a text is not UTF-8");
        }
    }

    /** Refuses what stands behind the last field. */
    void end() {
        if (in.hasRemaining()) {
            throw new MalformedMessageException("bytes behind the end: count=" + in.remaining());
        }
    }

    private static MalformedMessageException tooShort() {
        return new MalformedMessageException("it ends too early");
    }
}

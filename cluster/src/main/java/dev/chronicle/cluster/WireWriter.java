package dev.chronicle.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a message: a version byte, then fields in their order, big-endian; a text or a piece of
 * bytes stands behind its size as {@code i32}. Not for several threads at once.
 */
final class WireWriter {

    /** The first byte of every message. */
    static final byte VERSION = 1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter() {
        out.write(VERSION);
    }

    WireWriter u8(int value) {
        out.write(value);
        return this;
    }

    WireWriter i32(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >>> shift);
        }
        return this;
    }

    WireWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    WireWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter bytes(byte[] bytes) {
        i32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}

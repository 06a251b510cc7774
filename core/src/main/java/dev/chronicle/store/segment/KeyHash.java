package dev.chronicle.store.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * Hashes index keys to 64 bits with SipHash-1-3 (Aumasson and Bernstein, <i>SipHash: a fast
 * short-input PRF</i>, 2012) under a secret of the log's own, so that no client can make keys that
 * collide. Immutable.
 */
record KeyHash(long k0, long k1) {

    /** What a key is about; keys of different kinds never share a hash by their bytes alone. */
    enum Kind {
        ID,
        STREAM,
        TYPE,
        TAG
    }

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static KeyHash random(RandomGenerator random) {
        return new KeyHash(random.nextLong(), random.nextLong());
    }

    long hash(Kind kind, byte[] bytes, int offset, int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL ^ kind.ordinal();
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int wholeWords = offset + (length & ~7);
        for (int at = offset; at <= wholeWords; at += 8) {
            long word =
                    at < wholeWords
                            ? (long) LONG.get(bytes, at)
                            : lastWord(bytes, at, offset + length, length);
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        v2 ^= 0xff;
        for (int round = 0; round < 3; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The bytes behind the last whole word, with the length in the top byte. */
    private static long lastWord(byte[] bytes, int from, int to, int length) {
        long word = (long) length << 56;
        if (from + Long.BYTES <= bytes.length) {
            long mask = (1L << (to - from) * Byte.SIZE) - 1;
            return word | (long) LONG.get(bytes, from) & mask;
        }
        for (int i = from; i < to; i++) {
            word |= (bytes[i] & 0xffL) << (8 * (i - from));
        }
        return word;
    }

    /** The secret as 16 bytes, to be stored. */
    byte[] toBytes() {
        return ByteBuffer.allocate(16).putLong(k0).putLong(k1).array();
    }

    static KeyHash fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new KeyHash(buffer.getLong(), buffer.getLong());
    }
}

package dev.chronicle.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Random ids in the 36 characters of a version 4 UUID, cheaply. One thread. */
final class RandomIds {

    static final int LENGTH = 36;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private final SplittableRandom random;
    private final byte[] text = new byte[LENGTH];

    RandomIds(SplittableRandom random) {
        this.random = random;
    }

    String next() {
        put(text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes the next id into {@code target}. */
    void put(byte[] target, int offset) {
        long high = random.nextLong() & ~0xf000L | 0x4000L;
        long low = random.nextLong() & ~(3L << 62) | 2L << 62;
        hex(target, offset, high >>> 32, 8);
        target[offset + 8] = '-';
        hex(target, offset + 9, high >>> 16, 4);
        target[offset + 13] = '-';
        hex(target, offset + 14, high, 4);
        target[offset + 18] = '-';
        hex(target, offset + 19, low >>> 48, 4);
        target[offset + 23] = '-';
        hex(target, offset + 24, low, 12);
    }

    private static void hex(byte[] target, int offset, long bits, int digits) {
        long rest = bits;
        for (int i = offset + digits - 1; i >= offset; i--) {
            target[i] = HEX[(int) (rest & 0xf)];
            rest >>>= 4;
        }
    }
}

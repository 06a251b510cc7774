package dev.chronicle.store.segment;

import java.util.Arrays;

/**
 * The offsets of a segment that grows, in memory. One thread adds; others read what was added
 * before they learnt of it.
 */
final class GrowingOffsets implements Offsets {

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private volatile int[][] chunks = {};
    private int count;

    @Override
    public long get(long index) {
        int[] chunk = chunks[(int) (index >>> CHUNK_BITS)];
        return Integer.toUnsignedLong(chunk[(int) index & (CHUNK - 1)]);
    }

    @Override
    public long count() {
        return count;
    }

    void add(long offset) {
        int chunk = count >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            int[][] more = Arrays.copyOf(chunks, chunk + 1);
            more[chunk] = new int[CHUNK];
            chunks = more;
        }
        chunks[chunk][count & (CHUNK - 1)] = (int) offset;
        count++;
    }
}

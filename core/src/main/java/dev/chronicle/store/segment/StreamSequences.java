package dev.chronicle.store.segment;

import java.util.Arrays;

/**
 * The newest sequences of the streams used last, so that they need not be looked up: a cache in
 * sets of four, where a new stream takes the place of one of its set. A stream is known by its
 * bytes in canonical form, so that nothing of a caller's is kept. One thread.
 */
final class StreamSequences {

    private static final int SETS = 1 << 14;
    private static final int WAYS = 4;

    /** Longer names are not kept, so that memory stays bounded whatever a client sends. */
    private static final int MOST_BYTES = 256;

    /** In a free place: no stream has no bytes. */
    private static final byte[] NONE = {};

    private final long[] hashes = new long[SETS * WAYS];
    private final long[] sequences = new long[SETS * WAYS];
    private final byte[][] streams = new byte[SETS * WAYS][];
    private int turn;
    private int touched;

    StreamSequences() {
        Arrays.fill(streams, NONE);
    }

    /** The newest sequence of the stream that stands in {@code bytes}, -1 if it is not kept. */
    long get(long hash, byte[] bytes, int from, int to) {
        int slot = find(hash, bytes, from, to);
        return slot < 0 ? -1 : sequences[slot];
    }

    /** Keeps the newest sequence of a stream. */
    void put(long hash, byte[] bytes, int from, int to, long sequence) {
        if (to - from > MOST_BYTES) {
            return;
        }
        int slot = find(hash, bytes, from, to);
        if (slot < 0) {
            slot = firstOfSet(hash) + (turn++ & (WAYS - 1));
            hashes[slot] = hash;
            streams[slot] = Arrays.copyOfRange(bytes, from, to);
        }
        sequences[slot] = sequence;
    }

    /**
     * Brings what {@link #get} will need for some streams into the caches: the processor fetches
     * many places at once where it is not asked to wait for each.
     */
    void touch(long[] streamHashes, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (int) hashes[firstOfSet(streamHashes[i])];
        }
        for (int i = 0; i < count; i++) {
            int first = firstOfSet(streamHashes[i]);
            for (int slot = first; slot < first + WAYS; slot++) {
                if (hashes[slot] == streamHashes[i]) {
                    sum += streams[slot].length + (int) sequences[slot];
                }
            }
        }
        touched = sum;
    }

    private int find(long hash, byte[] bytes, int from, int to) {
        int first = firstOfSet(hash);
        for (int slot = first; slot < first + WAYS; slot++) {
            byte[] stream = streams[slot];
            if (hashes[slot] == hash && Arrays.equals(stream, 0, stream.length, bytes, from, to)) {
                return slot;
            }
        }
        return -1;
    }

    private static int firstOfSet(long hash) {
        return ((int) (hash >>> 40) & (SETS - 1)) * WAYS;
    }
}

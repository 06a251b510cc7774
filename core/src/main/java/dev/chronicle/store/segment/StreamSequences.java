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

    /** Where the stream that stands in {@code bytes} is kept, -1 if it is not. */
    int find(long hash, byte[] bytes, int from, int to) {
        int first = firstOfSet(hash);
        for (int place = first; place < first + WAYS; place++) {
            byte[] stream = streams[place];
            if (hashes[place] == hash && Arrays.equals(stream, 0, stream.length, bytes, from, to)) {
                return place;
            }
        }
        return -1;
    }

    /**
     * Keeps a stream that is not kept yet.
     *
     * @return where, -1 if its name is too long
     */
    int keep(long hash, byte[] bytes, int from, int to, long sequence) {
        if (to - from > MOST_BYTES) {
            return -1;
        }
        int place = firstOfSet(hash) + (turn++ & (WAYS - 1));
        hashes[place] = hash;
        streams[place] = Arrays.copyOfRange(bytes, from, to);
        sequences[place] = sequence;
        return place;
    }

    /** How many streams were ever kept. While it does not change, all stay at their places. */
    int kept() {
        return turn;
    }

    /** The newest sequence of the stream at a place. */
    long sequence(int place) {
        return sequences[place];
    }

    /** The stream at a place has one event more, whose sequence is returned. */
    long next(int place) {
        return ++sequences[place];
    }

    /**
     * Brings what {@link #find} will need for some streams into the caches: the processor fetches
     * many places at once where it is not asked to wait for each.
     */
    void touch(long[] streamHashes, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (int) hashes[firstOfSet(streamHashes[i])];
        }
        for (int i = 0; i < count; i++) {
            int first = firstOfSet(streamHashes[i]);
            for (int place = first; place < first + WAYS; place++) {
                if (hashes[place] == streamHashes[i]) {
                    sum += streams[place].length + (int) sequences[place];
                }
            }
        }
        touched = sum;
    }

    private static int firstOfSet(long hash) {
        return ((int) (hash >>> 40) & (SETS - 1)) * WAYS;
    }
}

package dev.chronicle.store.segment;

import java.util.Arrays;

/**
 * The newest sequences of streams, so that they need not be looked up: a cache that grows with the
 * streams in use, and forgets them all when there are too many. A stream is known by its bytes in
 * canonical form, so that nothing of a caller's is kept. One thread.
 *
 * <p>What is here lies close together: places in memory that are in no cache are what costs.
 */
final class StreamSequences {

    private static final int FEWEST = 1 << 8;
    private static final int MOST = 1 << 16;

    /** Longer names are not kept, and not more of all, so that memory stays bounded. */
    private static final int MOST_BYTES = 256;

    private static final int MOST_BYTES_OF_ALL = 1 << 22;

    /** Open addressing: the place of a stream + 1, 0 if there is none. At most half full. */
    private int[] slots = new int[FEWEST * 2];

    /** Two per stream: the hash of its name, and its newest sequence. */
    private long[] streams = new long[FEWEST * 2];

    /** The names, one behind the other. */
    private byte[] names = new byte[FEWEST * 16];

    /** Where the name of each stream begins, and that of the one before it ends. */
    private int[] starts = new int[FEWEST + 1];

    private int count;
    private int forgotten;
    private int touched;

    /** Where the stream that stands in {@code bytes} is kept, -1 if it is not. */
    int find(long hash, byte[] bytes, int from, int to) {
        for (int slot = home(hash); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            int place = slots[slot] - 1;
            if (streams[place * 2] == hash
                    && Arrays.equals(names, starts[place], starts[place + 1], bytes, from, to)) {
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
        int size = to - from;
        if (size > MOST_BYTES) {
            return -1;
        }
        if (count == MOST || starts[count] + size > MOST_BYTES_OF_ALL) {
            forgetAll();
        }
        if (count == slots.length / 2) {
            grow();
        }
        int start = starts[count];
        if (start + size > names.length) {
            names = Arrays.copyOf(names, Math.max(start + size, names.length * 2));
        }
        System.arraycopy(bytes, from, names, start, size);
        streams[count * 2] = hash;
        streams[count * 2 + 1] = sequence;
        starts[count + 1] = start + size;
        enter(count);
        return count++;
    }

    private void forgetAll() {
        Arrays.fill(slots, 0);
        count = 0;
        forgotten++;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        streams = Arrays.copyOf(streams, slots.length);
        starts = Arrays.copyOf(starts, slots.length / 2 + 1);
        for (int place = 0; place < count; place++) {
            enter(place);
        }
    }

    private void enter(int place) {
        int slot = home(streams[place * 2]);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = place + 1;
    }

    private int home(long hash) {
        return (int) (hash >>> Integer.SIZE) & slots.length - 1;
    }

    /** How often all streams were forgotten. While it does not change, all stay at their places. */
    int forgotten() {
        return forgotten;
    }

    /** The newest sequence of the stream at a place. */
    long sequence(int place) {
        return streams[place * 2 + 1];
    }

    /** The stream at a place has one event more, whose sequence is returned. */
    long next(int place) {
        return ++streams[place * 2 + 1];
    }

    /**
     * Brings what {@link #find} will need for some streams into the caches: the processor fetches
     * many places at once where it is not asked to wait for each.
     */
    void touch(long[] hashes, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int place = Math.max(0, slots[home(hashes[i])] - 1);
            sum += (int) streams[place * 2] + names[starts[place]];
        }
        touched = sum;
    }
}

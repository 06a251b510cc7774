package dev.chronicle.store.segment;

/**
 * The entries of a memtable sorted by key: in the ascending order of the signed hashes, and under
 * each key its positions, ascending too. Can be filled again. One thread.
 *
 * <p>A radix sort of as many leading bits as there are entries, in two passes so that each writes
 * to few places at a time; hashes being even, that leaves only neighbours to change places.
 */
final class SortedEntries {

    private int keys;
    private long[] hashes = {};
    private int[] positions = {};
    private int[] ends = {};
    private long[] otherHashes = {};
    private int[] otherPositions = {};

    /**
     * Sorts entries 1 to {@code count}, which come in the order of their positions.
     *
     * @param from the hash of each entry
     * @param at the position of each entry
     */
    void sort(long[] from, int[] at, int count) {
        if (hashes.length < count) {
            hashes = new long[count];
            positions = new int[count];
            ends = new int[count];
            otherHashes = new long[count];
            otherPositions = new int[count];
        }
        int bits = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(count)) / 2);
        int shift = Long.SIZE - bits;
        deal(from, at, 1, count, otherHashes, otherPositions, shift - bits, bits);
        deal(otherHashes, otherPositions, 0, count, hashes, positions, shift, bits);
        finish(count);
    }

    /** Deals entries out by some bits of their hashes; those with the same keep their order. */
    private static void deal(
            long[] fromHashes,
            int[] fromPositions,
            int first,
            int count,
            long[] toHashes,
            int[] toPositions,
            int shift,
            int bits) {
        int mask = (1 << bits) - 1;
        int[] next = new int[mask + 2];
        for (int i = first; i < first + count; i++) {
            next[digit(fromHashes[i], shift, mask) + 1]++;
        }
        for (int digit = 1; digit <= mask; digit++) {
            next[digit] += next[digit - 1];
        }
        for (int i = first; i < first + count; i++) {
            int to = next[digit(fromHashes[i], shift, mask)]++;
            toHashes[to] = fromHashes[i];
            toPositions[to] = fromPositions[i];
        }
    }

    /** With the sign turned, for negative hashes come first. */
    private static int digit(long hash, int shift, int mask) {
        return (int) ((hash ^ Long.MIN_VALUE) >>> shift) & mask;
    }

    /** Puts neighbours in order, and each key in front of the next. */
    private void finish(int count) {
        for (int i = 1; i < count; i++) {
            long hash = hashes[i];
            if (hashes[i - 1] > hash) {
                int position = positions[i];
                int to = i;
                while (to > 0 && hashes[to - 1] > hash) {
                    hashes[to] = hashes[to - 1];
                    positions[to] = positions[to - 1];
                    to--;
                }
                hashes[to] = hash;
                positions[to] = position;
            }
        }
        keys = 0;
        for (int i = 0; i < count; i++) {
            if (keys == 0 || hashes[keys - 1] != hashes[i]) {
                hashes[keys++] = hashes[i];
            }
            ends[keys - 1] = i + 1;
        }
    }

    /** How many keys there are. */
    int keys() {
        return keys;
    }

    long hash(int key) {
        return hashes[key];
    }

    /** Where the positions of a key begin in {@link #positions}. */
    int start(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    /** Where they end. */
    int end(int key) {
        return ends[key];
    }

    /** The positions of all keys, relative to the memtable's base. */
    int[] positions() {
        return positions;
    }
}

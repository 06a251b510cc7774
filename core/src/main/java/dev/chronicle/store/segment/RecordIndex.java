package dev.chronicle.store.segment;

import java.util.Arrays;

/**
 * Where the newest record of each key stands: the key's hash, the record's offset and size, 20
 * bytes a slot and at most two of three slots taken. Open addressing with linear probing; removing
 * moves later entries up (Knuth, <i>The Art of Computer Programming</i>, vol. 3, 6.4, algorithm R),
 * so that nothing is left of a key. Several entries may have one hash: keys collide. Not for
 * several threads at once.
 */
final class RecordIndex {

    private static final int SMALLEST = 16;

    private long[] hashes = new long[SMALLEST];

    /** 0 in a free slot: no record stands at the beginning of a file. */
    private long[] offsets = new long[SMALLEST];

    private int[] sizes = new int[SMALLEST];
    private int count;

    int count() {
        return count;
    }

    /** The first slot with this hash, -1 if there is none. */
    int first(long hash) {
        return from(home(hash), hash);
    }

    /** The slot with this hash behind {@code slot}, -1 if there is none. */
    int next(int slot, long hash) {
        return from(slot + 1 & mask(), hash);
    }

    private int from(int start, long hash) {
        for (int slot = start; offsets[slot] != 0; slot = slot + 1 & mask()) {
            if (hashes[slot] == hash) {
                return slot;
            }
        }
        return -1;
    }

    long offset(int slot) {
        return offsets[slot];
    }

    int size(int slot) {
        return sizes[slot];
    }

    /** Whether the record at this offset is the newest of its key. */
    boolean contains(long hash, long offset) {
        for (int slot = first(hash); slot >= 0; slot = next(slot, hash)) {
            if (offsets[slot] == offset) {
                return true;
            }
        }
        return false;
    }

    void add(long hash, long offset, int size) {
        if ((count + 1) * 3L > offsets.length * 2L) {
            grow();
        }
        insert(hash, offset, size);
        count++;
    }

    void set(int slot, long offset, int size) {
        offsets[slot] = offset;
        sizes[slot] = size;
    }

    void remove(int slot) {
        int free = slot;
        for (int next = free + 1 & mask(); offsets[next] != 0; next = next + 1 & mask()) {
            // An entry may move up to the free slot unless its home lies behind that.
            if ((next - home(hashes[next]) & mask()) >= (next - free & mask())) {
                hashes[free] = hashes[next];
                offsets[free] = offsets[next];
                sizes[free] = sizes[next];
                free = next;
            }
        }
        offsets[free] = 0;
        count--;
    }

    private void insert(long hash, long offset, int size) {
        int slot = home(hash);
        while (offsets[slot] != 0) {
            slot = slot + 1 & mask();
        }
        hashes[slot] = hash;
        offsets[slot] = offset;
        sizes[slot] = size;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldOffsets = offsets;
        int[] oldSizes = sizes;
        int capacity = Math.multiplyExact(offsets.length, 2);
        hashes = Arrays.copyOf(oldHashes, capacity);
        offsets = new long[capacity];
        sizes = new int[capacity];
        for (int slot = 0; slot < oldOffsets.length; slot++) {
            if (oldOffsets[slot] != 0) {
                insert(oldHashes[slot], oldOffsets[slot], oldSizes[slot]);
            }
        }
    }

    /** Hashes of {@link KeyHash} are even in all bits. */
    private int home(long hash) {
        return (int) hash & mask();
    }

    private int mask() {
        return offsets.length - 1;
    }
}

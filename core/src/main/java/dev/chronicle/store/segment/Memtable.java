package dev.chronicle.store.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The newest part of the index: which positions have a key, in arrays of primitives. One thread
 * adds, in the order of positions; any number read at the same time.
 *
 * <p>The entries of one key form a chain from the newest to the oldest. Each entry also knows how
 * long its chain is and one entry further back to jump to (E. Myers, <i>An applicative
 * random-access stack</i>, 1983), so that any place of a chain is found in logarithmic time.
 *
 * <p>Readers may meet entries that are not committed yet: they bound what they take by position.
 */
final class Memtable {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);

    /** Positions are kept relative to this one, the position before the first. */
    private final long base;

    private final long[] hashes;
    private final int[] positions;
    private final int[] previous;
    private final int[] jump;
    private final int[] depth;

    /** Open addressing: per key its newest entry. 0 is no entry. */
    private final int[] slots;

    private final int shift;
    private int count;
    private int distinct;
    private long lastPosition;

    /**
     * @param base the position before the first that will be added
     * @param capacity the most entries; a power of two
     */
    Memtable(long base, int capacity) {
        this.base = base;
        this.lastPosition = base;
        hashes = new long[capacity + 1];
        positions = new int[capacity + 1];
        previous = new int[capacity + 1];
        jump = new int[capacity + 1];
        depth = new int[capacity + 1];
        slots = new int[capacity * 2];
        shift = Long.numberOfLeadingZeros(slots.length - 1L);
    }

    /** Whether so many more entries fit. */
    boolean hasRoomFor(int entries) {
        return count + entries < hashes.length && lastPosition - base < Integer.MAX_VALUE - entries;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The position before the first one. */
    long base() {
        return base;
    }

    /** The newest position added. For the adding thread, and for others once it adds no more. */
    long lastPosition() {
        return lastPosition;
    }

    /** Adds the hashes from {@code from} up to {@code to} for the event at {@code position}. */
    void add(long position, long[] keyHashes, int from, int to) {
        for (int i = from; i < to; i++) {
            add(position, keyHashes[i]);
        }
        lastPosition = position;
    }

    private void add(long position, long hash) {
        int slot = slotOf(hash);
        int newest = slots[slot];
        int entry = ++count;
        hashes[entry] = hash;
        positions[entry] = (int) (position - base);
        previous[entry] = newest;
        depth[entry] = depth[newest] + 1;
        int far = jump[newest];
        boolean equalSteps = depth[newest] - depth[far] == depth[far] - depth[jump[far]];
        jump[entry] = equalSteps ? jump[far] : newest;
        if (newest == 0) {
            distinct++;
        }
        SLOT.setRelease(slots, slot, entry);
    }

    private int slotOf(long hash) {
        int mask = slots.length - 1;
        int slot = (int) (hash >>> shift);
        while (true) {
            int entry = (int) SLOT.getAcquire(slots, slot);
            if (entry == 0 || hashes[entry] == hash) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** The newest entry of a key, 0 for none. */
    int newest(long hash) {
        return (int) SLOT.getAcquire(slots, slotOf(hash));
    }

    /** The next older entry of the same key, 0 for none. */
    int older(int entry) {
        return previous[entry];
    }

    /** The position of an entry. */
    long position(int entry) {
        return base + positions[entry];
    }

    /** How many entries the key has up to this one. */
    int depth(int entry) {
        return depth[entry];
    }

    /**
     * The newest entry at or before {@code position}, beginning the search at {@code entry}; or 0.
     */
    int atOrBefore(int entry, long position) {
        int at = entry;
        while (at != 0 && position(at) > position) {
            int far = jump[at];
            at = far != 0 && position(far) > position ? far : previous[at];
        }
        return at;
    }

    /** The oldest entry at or after {@code position} that {@code entry}'s chain has; or 0. */
    int atOrAfter(int entry, long position) {
        int at = entry;
        if (at == 0 || position(at) < position) {
            return 0;
        }
        while (true) {
            int far = jump[at];
            if (far != 0 && position(far) >= position) {
                at = far;
            } else if (previous[at] != 0 && position(previous[at]) >= position) {
                at = previous[at];
            } else {
                return at;
            }
        }
    }

    /** How many entries there are. */
    int count() {
        return count;
    }

    /** The hash of every key once, in no order. Only when nothing is added any more. */
    long[] distinctHashes() {
        long[] keys = new long[distinct];
        int i = 0;
        for (int entry : slots) {
            if (entry != 0) {
                keys[i++] = hashes[entry];
            }
        }
        return keys;
    }
}

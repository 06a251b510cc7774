package dev.chronicle.store.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The newest part of the index: which positions have a key, in arrays of primitives. One thread
 * adds, in the order of positions; any number read at the same time.
 *
 * <p>The entries of one key form a chain from the newest to the oldest. Each entry also knows how
 * long its chain is and one entry further back to jump to, so that any place of a chain is found in
 * logarithmic time: every eighth is an anchor, the others jump to the anchor before them, and the
 * anchors jump among themselves (E. Myers, <i>An applicative random-access stack</i>, 1983).
 *
 * <p>Readers may meet entries that are not committed yet: they bound what they take by position.
 *
 * <p>What bounds the speed are places in memory that are not in a cache, so what is needed together
 * lies together.
 */
final class Memtable {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private static final long LOW = 0xffffffffL;
    private static final int ANCHOR_EVERY = 8;

    /** Positions are kept relative to this one, the position before the first. */
    private final long base;

    /**
     * Two longs per entry: position and next older entry; entry to jump to and depth. Entry 0 is
     * none.
     */
    private final long[] entries;

    /** Open addressing, two longs per key: its hash; its newest anchor and its newest entry. */
    private final long[] slots;

    /** The key of each entry, by its slot: read when all is sorted by key. */
    private final int[] slotOfEntry;

    private final int mask;
    private final int shift;
    private final int capacity;
    private int count;
    private int distinct;
    private long lastPosition;
    private long touched;

    /**
     * @param base the position before the first that will be added
     * @param capacity the most entries; a power of two
     */
    Memtable(long base, int capacity) {
        this.base = base;
        this.capacity = capacity;
        lastPosition = base;
        entries = new long[(capacity + 1) * 2];
        slotOfEntry = new int[capacity + 1];
        mask = capacity * 2 - 1;
        slots = new long[(mask + 1) * 2];
        shift = Long.numberOfLeadingZeros(mask);
    }

    /** Whether so many more entries fit. */
    boolean hasRoomFor(int more) {
        return count + more <= capacity && lastPosition - base < Integer.MAX_VALUE - more;
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

    /** How many entries there are. */
    int count() {
        return count;
    }

    /**
     * Brings what {@link #add} and {@link #newest} will need for these hashes into the caches: the
     * processor fetches many places at once where it is not asked to wait for each.
     */
    void touch(long[] hashes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            int newest = (int) slots[(int) (hashes[i] >>> shift) * 2 + 1];
            sum += entries[newest * 2];
        }
        touched = sum;
    }

    /** Adds the hashes from {@code from} up to {@code to} for the event at {@code position}. */
    void add(long position, long[] hashes, int from, int to) {
        for (int i = from; i < to; i++) {
            add(position, hashes[i]);
        }
        lastPosition = position;
    }

    private void add(long position, long hash) {
        int slot = slotOf(hash);
        long found = slots[slot + 1];
        int newest = (int) found;
        int anchor = (int) (found >>> 32);
        int entry = ++count;
        int depth = depth(newest) + 1;
        int jump = anchor;
        if (depth % ANCHOR_EVERY == 0) {
            jump = jumpOfAnchorBehind(anchor);
            anchor = entry;
        }
        entries[entry * 2] = (position - base) << 32 | newest;
        entries[entry * 2 + 1] = (long) jump << 32 | depth;
        slotOfEntry[entry] = slot >>> 1;
        if (newest == 0) {
            slots[slot] = hash;
            distinct++;
        }
        SLOT.setRelease(slots, slot + 1, (long) anchor << 32 | entry);
    }

    private int jumpOfAnchorBehind(int anchor) {
        int far = jump(anchor);
        boolean equalSteps = depth(anchor) - depth(far) == depth(far) - depth(jump(far));
        return equalSteps ? jump(far) : anchor;
    }

    /** Where the two longs of a key are, or would be. */
    private int slotOf(long hash) {
        int slot = (int) (hash >>> shift);
        while (true) {
            long found = (long) SLOT.getAcquire(slots, slot * 2 + 1);
            if (found == 0 || slots[slot * 2] == hash) {
                return slot * 2;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** The newest entry of a key, 0 for none. */
    int newest(long hash) {
        return (int) (long) SLOT.getAcquire(slots, slotOf(hash) + 1);
    }

    /** The next older entry of the same key, 0 for none. */
    int older(int entry) {
        return (int) entries[entry * 2];
    }

    /** The position of an entry. */
    long position(int entry) {
        return base + (entries[entry * 2] >>> 32);
    }

    /** How many entries the key has up to this one. */
    int depth(int entry) {
        return (int) (entries[entry * 2 + 1] & LOW);
    }

    private int jump(int entry) {
        return (int) (entries[entry * 2 + 1] >>> 32);
    }

    /**
     * The newest entry at or before {@code position}, beginning the search at {@code entry}; or 0.
     */
    int atOrBefore(int entry, long position) {
        int at = entry;
        while (at != 0 && position(at) > position) {
            int far = jump(at);
            at = far != 0 && position(far) > position ? far : older(at);
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
            int far = jump(at);
            if (far != 0 && position(far) >= position) {
                at = far;
            } else if (older(at) != 0 && position(older(at)) >= position) {
                at = older(at);
            } else {
                return at;
            }
        }
    }

    /**
     * Everything, sorted by key: the ascending order of the signed hashes, and under each key its
     * positions, ascending too. Only when nothing is added any more.
     *
     * <p>The slots are nearly in this order already, since a slot is found by the leading bits of a
     * hash: those of the negative ones come first, and only neighbours need to change places. The
     * entries are then dealt out to their keys in the order in which they came, rather than
     * followed along the chains, where each step would wait for the one before.
     *
     * @param into filled; what it held is gone
     */
    void sort(Sorted into) {
        into.makeRoom(distinct, count, mask + 1);
        int keys = 0;
        for (int i = 0; i <= mask; i++) {
            int slot = (i + (mask + 1) / 2) & mask;
            if (slots[slot * 2 + 1] != 0) {
                long hash = slots[slot * 2];
                int at = keys++;
                while (at > 0 && into.hashes[at - 1] > hash) {
                    into.hashes[at] = into.hashes[at - 1];
                    into.slots[at] = into.slots[at - 1];
                    at--;
                }
                into.hashes[at] = hash;
                into.slots[at] = slot;
            }
        }
        int start = 0;
        for (int key = 0; key < keys; key++) {
            int slot = into.slots[key];
            into.next[slot] = start;
            start += depth((int) slots[slot * 2 + 1]);
            into.ends[key] = start;
        }
        for (int entry = 1; entry <= count; entry++) {
            into.positions[into.next[slotOfEntry[entry]]++] = (int) (entries[entry * 2] >>> 32);
        }
        into.keys = keys;
    }

    /** The contents of a memtable sorted by key; can be filled again. One thread. */
    static final class Sorted {

        private int keys;
        private long[] hashes = {};
        private int[] slots = {};
        private int[] ends = {};
        private int[] positions = {};

        /** Per slot, where the next position of its key goes. */
        private int[] next = {};

        private void makeRoom(int keys, int entries, int slotCount) {
            if (hashes.length < keys) {
                hashes = new long[keys];
                slots = new int[keys];
                ends = new int[keys];
            }
            if (positions.length < entries) {
                positions = new int[entries];
            }
            if (next.length < slotCount) {
                next = new int[slotCount];
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
}

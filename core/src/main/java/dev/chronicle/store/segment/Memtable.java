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

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    /** Longs per entry: its hash; position and next older entry; entry to jump to and depth. */
    private static final int ENTRY = 3;

    private static final long LOW = 0xffffffffL;

    /** Positions are kept relative to this one, the position before the first. */
    private final long base;

    /** Entry 0 is none. What belongs together lies together, for the sake of the caches. */
    private final long[] entries;

    /** Open addressing: per key half of its hash, to tell it from others, and its newest entry. */
    private final long[] slots;

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
        this.lastPosition = base;
        entries = new long[(capacity + 1) * ENTRY];
        slots = new long[capacity * 2];
        shift = Long.numberOfLeadingZeros(slots.length - 1L);
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

    /**
     * Brings what {@link #add} and {@link #newest} will need for these hashes into the caches: the
     * processor fetches many places at once where it is not asked to wait for each.
     */
    void touch(long[] hashes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += entries[(int) slots[(int) (hashes[i] >>> shift)] * ENTRY];
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
        int newest = (int) slots[slot];
        int entry = ++count;
        int far = jump(newest);
        boolean equalSteps = depth(newest) - depth(far) == depth(far) - depth(jump(far));
        int at = entry * ENTRY;
        entries[at] = hash;
        entries[at + 1] = (position - base) << 32 | newest;
        entries[at + 2] = (long) (equalSteps ? jump(far) : newest) << 32 | (depth(newest) + 1);
        if (newest == 0) {
            distinct++;
        }
        SLOT.setRelease(slots, slot, hash << 32 | entry);
    }

    private int slotOf(long hash) {
        int mask = slots.length - 1;
        int slot = (int) (hash >>> shift);
        while (true) {
            long found = (long) SLOT.getAcquire(slots, slot);
            if (found == 0
                    || found >>> 32 == (hash & LOW) && entries[(int) found * ENTRY] == hash) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** The newest entry of a key, 0 for none. */
    int newest(long hash) {
        return (int) (long) SLOT.getAcquire(slots, slotOf(hash));
    }

    /** The next older entry of the same key, 0 for none. */
    int older(int entry) {
        return (int) entries[entry * ENTRY + 1];
    }

    /** The position of an entry. */
    long position(int entry) {
        return base + (entries[entry * ENTRY + 1] >>> 32);
    }

    private int jump(int entry) {
        return (int) (entries[entry * ENTRY + 2] >>> 32);
    }

    /** How many entries the key has up to this one. */
    int depth(int entry) {
        return (int) entries[entry * ENTRY + 2];
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

    /** How many entries there are. */
    int count() {
        return count;
    }

    /**
     * The newest entry of every key, in the ascending order of the signed hashes. Only when nothing
     * is added any more.
     *
     * <p>The slots are nearly in this order already, since a slot is found by the leading bits of a
     * hash: those of the negative ones come first, and only neighbours need to change places.
     */
    int[] newestByHash() {
        int[] sorted = new int[distinct];
        long[] hashes = new long[distinct];
        int found = 0;
        for (int i = 0; i < slots.length; i++) {
            int entry = (int) slots[(i + slots.length / 2) & (slots.length - 1)];
            if (entry != 0) {
                sorted[found] = entry;
                hashes[found++] = hash(entry);
            }
        }
        for (int i = 1; i < found; i++) {
            long hash = hashes[i];
            int entry = sorted[i];
            int at = i;
            while (at > 0 && hashes[at - 1] > hash) {
                hashes[at] = hashes[at - 1];
                sorted[at] = sorted[at - 1];
                at--;
            }
            hashes[at] = hash;
            sorted[at] = entry;
        }
        return sorted;
    }

    /** The hash of an entry. */
    long hash(int entry) {
        return entries[entry * ENTRY];
    }
}

package dev.chronicle.store.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the entries of a {@link Memtable} by their keys. Entries are put in when somebody wants to
 * look, by whoever does, some at a time; the rest are looked through. Threads share it.
 *
 * <p>The entries of one key form a chain from the newest to the oldest. Each entry also knows how
 * long its chain is and one entry further back to jump to, so that any place of a chain is found in
 * logarithmic time: every eighth is an anchor, the others jump to the anchor before them, and the
 * anchors jump among themselves (E. Myers, <i>An applicative random-access stack</i>, 1983).
 */
final class KeyChains {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);

    private static final int ANCHOR_EVERY = 8;

    /** Entries whose places are fetched together: they should stay in the nearest caches. */
    private static final int TOUCHED_TOGETHER = 256;

    /** Entries that one look puts in at most: it takes as long as looking through all the rest. */
    static final int LINKED_TOGETHER = 1 << 13;

    private final Memtable entries;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Open addressing: the newest entry of a key in the lower bits, and in the upper ones the same
     * bits of the key's hash, so that hardly any other key's entry is looked at.
     */
    private final int[] slots;

    /** The bits of a slot's number, and those of an entry's. */
    private final int mask;

    private final int shift;

    /** Per entry, the one to jump to and the next older one. Entry 0 is none. */
    private final long[] links;

    /** Per entry, how many the key has up to this one. */
    private final int[] depths;

    /** Entries up to this one are in their chains. */
    private volatile int linked;

    private int touched;

    KeyChains(Memtable entries) {
        this.entries = entries;
        int capacity = entries.capacity();
        slots = new int[capacity * 2];
        mask = slots.length - 1;
        shift = Long.numberOfLeadingZeros(mask);
        links = new long[capacity + 1];
        depths = new int[capacity + 1];
    }

    /**
     * Puts in some of the entries up to {@code last} that are not in yet, unless somebody else is
     * doing so: who looks waits for nobody, and no look pays for all that came before it.
     *
     * @return entries up to this one are in
     */
    int linkSome(int last) {
        if (linked < last && lock.tryLock()) {
            try {
                linkUpTo(Math.min(last, linked + LINKED_TOGETHER));
            } finally {
                lock.unlock();
            }
        }
        return linked;
    }

    private void linkUpTo(int last) {
        for (int entry = linked + 1; entry <= last; entry++) {
            if ((entry - 1) % TOUCHED_TOGETHER == 0) {
                touch(entry, Math.min(last + 1, entry + TOUCHED_TOGETHER));
            }
            link(entry);
        }
        linked = Math.max(linked, last);
    }

    /** The processor fetches many places at once where it is not asked to wait for each. */
    private void touch(int from, int to) {
        long sum = 0;
        for (int entry = from; entry < to; entry++) {
            long hash = entries.hash(entry);
            int found = slots[(int) (hash >>> shift)];
            sum += links[hasTagOf(found, hash) ? found & mask : 0];
        }
        touched = (int) sum;
    }

    private void link(int entry) {
        long hash = entries.hash(entry);
        int slot = slotOf(hash);
        int newest = slots[slot] & mask;
        int depth = depths[newest] + 1;
        int jump = depths[newest] % ANCHOR_EVERY == 0 ? newest : jump(newest);
        if (depth % ANCHOR_EVERY == 0) {
            jump = jumpOfAnchorBehind(jump);
        }
        depths[entry] = depth;
        links[entry] = (long) jump << 32 | newest;
        SLOT.setRelease(slots, slot, (int) hash & ~mask | entry);
    }

    private int jumpOfAnchorBehind(int anchor) {
        int far = jump(anchor);
        boolean equalSteps = depths[anchor] - depths[far] == depths[far] - depths[jump(far)];
        return equalSteps ? jump(far) : anchor;
    }

    /** Where the newest entry of a key stands, or would stand. */
    private int slotOf(long hash) {
        int slot = (int) (hash >>> shift);
        while (true) {
            int found = (int) SLOT.getAcquire(slots, slot);
            if (found == 0 || hasTagOf(found, hash) && entries.hash(found & mask) == hash) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean hasTagOf(int found, long hash) {
        return ((found ^ (int) hash) & ~mask) == 0;
    }

    /** The newest entry of a key, 0 for none. */
    int newest(long hash) {
        return (int) SLOT.getAcquire(slots, slotOf(hash)) & mask;
    }

    /** The next older entry of the same key, 0 for none. */
    int older(int entry) {
        return (int) links[entry];
    }

    private int jump(int entry) {
        return (int) (links[entry] >>> 32);
    }

    /** How many entries the key has up to this one. */
    int depth(int entry) {
        return depths[entry];
    }

    /** The position of an entry. */
    long position(int entry) {
        return entries.position(entry);
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
}

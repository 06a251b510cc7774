package dev.chronicle.store.segment;

import java.util.function.LongPredicate;

/**
 * The entries of one key in a {@link Memtable}: those that are in the chains, and those behind,
 * which were looked through. One thread.
 */
final class KeyEntries {

    private final KeyChains chains;
    private final int newest;

    /** In ascending order. Some may be in the chains too, by now. */
    private final int[] behind;

    /**
     * @param newest the newest that is in the chains, 0 for none
     */
    KeyEntries(KeyChains chains, int newest, int[] behind) {
        this.chains = chains;
        this.newest = newest;
        this.behind = behind;
    }

    /** The newest position that is accepted, 0 if there is none. */
    long newest(LongPredicate accepts) {
        for (int i = behind.length - 1; i >= 0; i--) {
            if (accepts.test(chains.position(behind[i]))) {
                return chains.position(behind[i]);
            }
        }
        for (int entry = newest; entry != 0; entry = chains.older(entry)) {
            if (accepts.test(chains.position(entry))) {
                return chains.position(entry);
            }
        }
        return Positions.NONE;
    }

    /** The newest position that is {@code position} or lies before it. */
    long atOrBefore(long position) {
        int at = firstBehind(position + 1) - 1;
        int linked = chains.atOrBefore(newest, position);
        long found = linked == 0 ? Positions.NONE : chains.position(linked);
        return at < 0 ? found : Math.max(found, chains.position(behind[at]));
    }

    /** The oldest position that is {@code position} or lies behind it. */
    long atOrAfter(long position) {
        int linked = chains.atOrAfter(newest, position);
        if (linked != 0) {
            return chains.position(linked);
        }
        int at = firstBehind(position);
        return at == behind.length ? Positions.NONE : chains.position(behind[at]);
    }

    /** The first place in {@link #behind} of a position that is not before {@code position}. */
    private int firstBehind(long position) {
        int low = 0;
        int high = behind.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chains.position(behind[middle]) < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

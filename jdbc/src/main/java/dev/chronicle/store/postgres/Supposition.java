package dev.chronicle.store.postgres;

/**
 * Whether something is supposed of the next group: it is when it was so of the last few groups. If
 * it turns out otherwise, the group is decided anew; where that is common, nothing is supposed. One
 * thread.
 */
final class Supposition {

    private final int after;
    private int inARow;

    /**
     * Begins with supposing it.
     *
     * @param after how many groups in a row must have been so
     */
    Supposition(int after) {
        this.after = after;
        inARow = after;
    }

    boolean holds() {
        return inARow >= after;
    }

    /** Says how a group turned out. */
    void decided(boolean so) {
        inARow = so ? Math.min(after, inARow + 1) : 0;
    }
}

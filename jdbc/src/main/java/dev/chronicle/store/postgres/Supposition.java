package dev.chronicle.store.postgres;

/**
 * Whether the next group is supposed to hold no duplicates and to be refused nothing: it is when
 * the last {@value #AFTER} groups were so. If it turns out otherwise, the group is decided anew;
 * where that is common, nothing is supposed. One thread.
 */
final class Supposition {

    private static final int AFTER = 16;

    private int inARow = AFTER;

    boolean isNew() {
        return inARow >= AFTER;
    }

    /** Says how a group turned out. */
    void decided(boolean allNew) {
        inARow = allNew ? Math.min(AFTER, inARow + 1) : 0;
    }
}

package dev.chronicle.store.segment;

import java.util.Arrays;

/** Finds events of one append that repeat the id of an earlier one. Reused; one thread. */
final class RepeatedIds {

    /** Open addressing: number of an event + 1; 0 is free. */
    private int[] slots = new int[16];

    private int mask;

    /** Forgets everything, and makes ready for so many events. */
    void begin(int events) {
        int size = Math.max(16, Integer.highestOneBit(events) * 4);
        if (size > slots.length || size * 8L < slots.length) {
            slots = new int[size];
        } else {
            Arrays.fill(slots, 0, size, 0);
        }
        mask = size - 1;
    }

    /** The earlier event of the append with the id of event {@code i}; -1 if there is none. */
    int earlier(PreparedAppend append, int i) {
        int slot = (int) append.idHash(i) & mask;
        while (slots[slot] != 0) {
            int other = slots[slot] - 1;
            if (append.idHash(other) == append.idHash(i) && append.haveSameId(other, i)) {
                return other;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = i + 1;
        return -1;
    }
}

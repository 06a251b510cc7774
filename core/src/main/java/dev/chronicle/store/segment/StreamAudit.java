package dev.chronicle.store.segment;

import dev.chronicle.event.Event;

import java.security.SecureRandom;
import java.util.Optional;

/** Checks that the sequences of every stream are 1, 2, 3, … One thread. */
final class StreamAudit {

    /** 16 bytes each: what a check may take of the memory. */
    private static final int MOST_STREAMS = 1 << 22;

    private final KeyHash hash = KeyHash.random(new SecureRandom());
    private long[] hashes = new long[1 << 10];
    private long[] sequences = new long[1 << 10];
    private int streams;
    private boolean full;

    /** Whether the event has the sequence behind that of the one before it in its stream. */
    boolean follows(Event event) {
        int slot = slotOf(QueryKeys.streamHash(hash, event.stream()));
        if (slot < 0) {
            return true;
        }
        boolean follows = event.sequence() == sequences[slot] + 1;
        sequences[slot] = event.sequence();
        return follows;
    }

    /** The slot of a stream, taken if it is new; -1 if there is no room for a new one. */
    private int slotOf(long key) {
        if (streams * 2 >= hashes.length && !grow()) {
            int slot = find(key);
            return sequences[slot] == 0 ? -1 : slot;
        }
        int slot = find(key);
        if (sequences[slot] == 0) {
            hashes[slot] = key;
            streams++;
        }
        return slot;
    }

    private int find(long key) {
        int mask = hashes.length - 1;
        int slot = (int) key & mask;
        while (sequences[slot] != 0 && hashes[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean grow() {
        if (hashes.length / 2 >= MOST_STREAMS) {
            full = true;
            return false;
        }
        long[] oldHashes = hashes;
        long[] oldSequences = sequences;
        hashes = new long[oldHashes.length * 2];
        sequences = new long[oldHashes.length * 2];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldSequences[i] != 0) {
                int slot = find(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                sequences[slot] = oldSequences[i];
            }
        }
        return true;
    }

    /** What was left out. */
    Optional<String> note() {
        return full
                ? Optional.of(
                        "there are more streams than the memory holds: the sequences of the first "
                                + MOST_STREAMS
                                + " were checked")
                : Optional.empty();
    }
}

package dev.chronicle.store.segment;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * The index as it stands at one moment: runs, then memtables that wait to become runs, then the one
 * that is added to. From old to new, without gap or overlap in the positions they cover. Immutable
 * but for the last part.
 */
record IndexView(List<Run> runs, List<Memtable> frozen, Memtable active) {

    /**
     * Brings what {@link #findId} will look at first for these hashes into the caches.
     *
     * @return of no use but to have it done
     */
    int touchIds(long[] hashes, int from, int to) {
        int sum = 0;
        active.touchIds(hashes, from, to);
        for (Memtable memtable : frozen) {
            memtable.touchIds(hashes, from, to);
        }
        for (Run run : runs) {
            sum += run.touch(hashes, from, to);
        }
        return sum;
    }

    /**
     * Looks for an event by the hash of its id. For the adding thread.
     *
     * @return the position of one that is accepted, 0 if there is none
     */
    long findId(long hash, LongPredicate accepts) {
        long found = active.findId(hash, accepts);
        for (int i = frozen.size() - 1; i >= 0 && found == 0; i--) {
            found = frozen.get(i).findId(hash, accepts);
        }
        return found == 0 ? newestInRuns(hash, accepts) : found;
    }

    /**
     * Walks the positions of a key from the newest to the oldest until one is accepted.
     *
     * @return the accepted position, 0 if there is none
     */
    long newest(long hash, LongPredicate accepts) {
        long found = active.entriesOf(hash).newest(accepts);
        for (int i = frozen.size() - 1; i >= 0 && found == 0; i--) {
            found = frozen.get(i).entriesOf(hash).newest(accepts);
        }
        return found == 0 ? newestInRuns(hash, accepts) : found;
    }

    private long newestInRuns(long hash, LongPredicate accepts) {
        long found = 0;
        for (int i = runs.size() - 1; i >= 0 && found == 0; i--) {
            found = newestIn(runs.get(i), hash, accepts);
        }
        return found;
    }

    private static long newestIn(Run run, long hash, LongPredicate accepts) {
        long key = run.find(hash);
        if (key < 0) {
            return 0;
        }
        for (long entry = run.start(key + 1) - 1; entry >= run.start(key); entry--) {
            long position = run.position(entry);
            if (accepts.test(position)) {
                return position;
            }
        }
        return 0;
    }

    /** The last position that runs cover. */
    long lastInRuns() {
        return runs.isEmpty() ? 0 : runs.getLast().lastPosition();
    }
}

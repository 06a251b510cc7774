package dev.chronicle.store.segment;

import dev.chronicle.event.Position;
import dev.chronicle.store.Append;
import dev.chronicle.store.IdReusedException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongPredicate;

/** Finds the events of an append whose ids their streams have. For the sequencing thread. */
final class DuplicateFinder {

    private final Index index;
    private final PlacedRecords records;
    private final RepeatedIds repeated = new RepeatedIds();
    private final SameId sameId = new SameId();
    private final long[] hashes = new long[Sequencer.TOUCHED_TOGETHER];
    private long head;
    private int touched;

    DuplicateFinder(Index index, PlacedRecords records) {
        this.index = index;
        this.records = records;
    }

    /** What a caller's own code threw. */
    static final class CallerFailure extends Exception {

        private static final long serialVersionUID = 1L;
        private final RuntimeException failure;

        private CallerFailure(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }

        RuntimeException failure() {
            return failure;
        }
    }

    /**
     * Where the first event with the same id stands, per event: a position; or ~j for event j of
     * the same append; or 0 where the id is new.
     *
     * @param head the last position given
     * @throws IdReusedException if the append refuses reused ids and an id has another body
     */
    long[] find(PreparedAppend append, long head) {
        this.head = head;
        int count = append.count();
        long[] firsts = new long[count];
        repeated.begin(append.notesDuplicates() ? 2 * count : count);
        find(append, 0, firsts);
        return firsts;
    }

    /**
     * Adds the notes on duplicates, and looks them up in turn.
     *
     * @param firsts what {@link #find} returned
     * @return the same, with the notes behind
     */
    long[] note(PreparedAppend append, long[] firsts) throws CallerFailure {
        BitSet duplicates = new BitSet();
        for (int i = 0; i < firsts.length; i++) {
            duplicates.set(i, firsts[i] != 0);
        }
        if (duplicates.isEmpty()) {
            return firsts;
        }
        try {
            append.addNotes(duplicates);
        } catch (RuntimeException e) {
            throw new CallerFailure(e);
        }
        long[] all = Arrays.copyOf(firsts, append.count());
        find(append, firsts.length, all);
        return all;
    }

    private void find(PreparedAppend append, int from, long[] firsts) {
        sameId.append = append;
        try {
            findEach(append, from, firsts);
        } finally {
            sameId.append = null; // an append can be large, and the next one may be long in coming
        }
    }

    private void findEach(PreparedAppend append, int from, long[] firsts) {
        IndexView view = index.view();
        for (int i = from; i < firsts.length; i++) {
            if ((i - from) % Sequencer.TOUCHED_TOGETHER == 0) {
                touchIds(append, i, Math.min(firsts.length, i + Sequencer.TOUCHED_TOGETHER), view);
            }
            sameId.event = i;
            long first = view.findId(append.idHash(i), sameId);
            boolean sameBody;
            if (first != 0) {
                sameBody = append.hasBodyOf(records.loaded(), i);
            } else {
                int earlier = repeated.earlier(append, i);
                if (earlier < 0) {
                    continue;
                }
                first = ~earlier;
                sameBody = append.haveSameBody(earlier, i);
            }
            if (!sameBody && i < append.offered() && refusesReusedIds(append)) {
                throw append.idReused(i, new Position(first > 0 ? first : head + 1));
            }
            firsts[i] = first;
        }
    }

    private static boolean refusesReusedIds(PreparedAppend append) {
        return append.reusedIds() == Append.ReusedIds.REFUSE;
    }

    private void touchIds(PreparedAppend append, int from, int to, IndexView view) {
        for (int i = from; i < to; i++) {
            hashes[i - from] = append.idHash(i);
        }
        touched = view.touchIds(hashes, 0, to - from);
    }

    /** Whether the event at a position has the id, and the stream, of an offered one. */
    private final class SameId implements LongPredicate {

        private @Nullable PreparedAppend append;
        private int event;

        @Override
        public boolean test(long position) {
            return append != null && append.hasIdOf(records.load(position), event);
        }
    }
}

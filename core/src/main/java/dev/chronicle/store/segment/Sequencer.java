package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.UnexpectedSequenceException;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The one thread that gives events their places: takes appends in turn, checks ids and conditions,
 * assigns positions and sequences, and gathers them into groups.
 *
 * <p>It works ahead of the disk: while a group is synced it prepares the next, and adds index
 * entries of both. Nobody sees them, since readers stop at the head, and a failure ends the store.
 */
final class Sequencer {

    /** Events whose index places are fetched together: they should stay in the nearest caches. */
    private static final int TOUCHED_TOGETHER = 64;

    private final Log log;
    private final Index index;
    private final InstantSource clock;
    private final SegmentStatistics.Counter statistics;
    private final StreamSequences sequences = new StreamSequences();
    private final RepeatedIds repeated = new RepeatedIds();
    private final RecordBuffer stored = new RecordBuffer();
    private final SameId sameId = new SameId();
    private final long[] hashes = new long[TOUCHED_TOGETHER];
    private int touched;

    /** Per event of an append, where the sequence of its stream is kept. */
    private int[] places = new int[TOUCHED_TOGETHER];

    /** What {@link StreamSequences#kept} was then; -1 if {@link #places} are not to be used. */
    private int keptByNow;

    /** The group being made, and the one before, which may still be on its way to the disk. */
    private Group group;

    private Group before;
    private long recordedAt;

    /**
     * @param groupBytes what a group takes at most, unless one append takes more
     * @param recordedAt the time of the newest event, in milliseconds
     */
    Sequencer(
            Log log,
            Index index,
            InstantSource clock,
            SegmentStatistics.Counter statistics,
            int groupBytes,
            long recordedAt) {
        this.log = log;
        this.index = index;
        this.clock = clock;
        this.statistics = statistics;
        this.recordedAt = recordedAt;
        group = new Group(groupBytes);
        before = new Group(groupBytes);
        before.begin(log.head());
        group.begin(log.head());
    }

    /** The group being made. */
    Group group() {
        return group;
    }

    /** Begins the next group; the one before the last has been written. */
    void nextGroup() throws InterruptedException {
        index.makeRoom();
        Group written = before;
        before = group;
        written.begin(before.head());
        group = written;
    }

    /** Decides on appends and adds them to the group. */
    void add(List<PreparedAppend> appends) {
        long now = Math.max(recordedAt, clock.millis());
        for (PreparedAppend append : appends) {
            group.makeRoom(append.size());
            group.decided(append, decide(append, now));
        }
    }

    private Group.Outcome decide(PreparedAppend append, long now) {
        long[] firsts;
        try {
            firsts = duplicates(append);
            if (append.notesDuplicates()) {
                firsts = note(append, firsts);
            }
            if (!isRetry(append, firsts)) {
                check(append);
            }
            findSequences(append, firsts);
        } catch (EventStoreException e) {
            return new Group.Outcome.Refused(e);
        } catch (CallerFailure e) {
            return new Group.Outcome.Refused(e.failure);
        }
        return new Group.Outcome.Done(place(append, firsts, now));
    }

    /** What a caller's own code threw. */
    private static final class CallerFailure extends Exception {

        private static final long serialVersionUID = 1L;
        private final RuntimeException failure;

        CallerFailure(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /**
     * Where the first event with the same id stands, per event: a position; or ~j for event j of
     * the same append; or 0 where the id is new.
     */
    private long[] duplicates(PreparedAppend append) {
        int count = append.count();
        long[] firsts = new long[count];
        repeated.begin(append.notesDuplicates() ? 2 * count : count);
        findDuplicates(append, 0, firsts);
        return firsts;
    }

    /** Adds the notes on duplicates, and looks them up in turn. */
    private long[] note(PreparedAppend append, long[] firsts) throws CallerFailure {
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
        findDuplicates(append, firsts.length, all);
        return all;
    }

    private void findDuplicates(PreparedAppend append, int from, long[] firsts) {
        IndexView view = index.view();
        sameId.append = append;
        for (int i = from; i < firsts.length; i++) {
            if ((i - from) % TOUCHED_TOGETHER == 0) {
                touchIds(append, i, Math.min(firsts.length, i + TOUCHED_TOGETHER), view);
            }
            sameId.event = i;
            long first = view.newest(append.idHash(i), sameId);
            boolean sameBody;
            if (first != 0) {
                sameBody = append.hasBodyOf(stored, i);
            } else {
                int earlier = repeated.earlier(append, i);
                if (earlier < 0) {
                    continue;
                }
                first = ~earlier;
                sameBody = append.haveSameBody(earlier, i);
            }
            if (!sameBody && i < append.offered() && refusesReusedIds(append)) {
                throw append.idReused(i, new Position(first > 0 ? first : group.head() + 1));
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
        touched = view.touch(hashes, 0, to - from);
    }

    private void touchSequences(PreparedAppend append, int from, int to) {
        for (int i = from; i < to; i++) {
            hashes[i - from] = append.streamHash(i);
        }
        sequences.touch(hashes, to - from);
    }

    private static boolean isRetry(PreparedAppend append, long[] firsts) {
        for (int i = 0; i < append.offered(); i++) {
            if (firsts[i] == 0) {
                return false;
            }
        }
        return true;
    }

    private void check(PreparedAppend append) {
        switch (append.condition()) {
            case AppendCondition.None _ -> {}
            case AppendCondition.SequenceIs(StreamId stream, long expected) -> {
                long actual = newestSequence(append.conditionHash(), append.conditionStream());
                if (actual != expected) {
                    throw new UnexpectedSequenceException(stream, expected, actual);
                }
            }
            case AppendCondition.NoneMatching(Query query, Position after) -> {
                long match = newestMatch(query, append.conditionKeys(), after.value());
                if (match != 0) {
                    throw new MatchingEventException(after, new Position(match));
                }
            }
        }
    }

    private long newestMatch(Query query, QueryKeys keys, long after) {
        long head = group.head();
        if (head <= after || keys.everything()) {
            return head <= after ? 0 : head;
        }
        Positions candidates = keys.positions(index.view(), Direction.BACKWARDS);
        for (long position = candidates.seek(head);
                position > after;
                position = candidates.seek(position - 1)) {
            if (query.matches(load(position).event())) {
                return position;
            }
        }
        return 0;
    }

    /** Looks up what {@link #place} needs, so that damage is met before anything is placed. */
    private void findSequences(PreparedAppend append, long[] firsts) {
        int count = firsts.length;
        if (places.length < count) {
            places = new int[count];
        }
        int kept = sequences.kept();
        for (int i = 0; i < count; i++) {
            if (i % TOUCHED_TOGETHER == 0) {
                touchSequences(append, i, Math.min(count, i + TOUCHED_TOGETHER));
            }
            if (firsts[i] == 0) {
                places[i] = placeOf(append, i);
            }
        }
        // if some came new, they may have taken the places of others
        keptByNow = sequences.kept() == kept ? kept : -1;
    }

    /** Gives every new event its place; nothing can fail from here on but the disk. */
    private List<AppendResult> place(PreparedAppend append, long[] firsts, long now) {
        int count = firsts.length;
        AppendResult[] results = new AppendResult[append.offered()];
        for (int i = 0; i < count; i++) {
            if (i % TOUCHED_TOGETHER == 0) {
                int end = Math.min(count, i + TOUCHED_TOGETHER);
                index.touch(append.keys(), append.keyStart(i), append.keyStart(end));
            }
            if (firsts[i] == 0) {
                AppendResult appended = store(append, i, now);
                if (i < results.length) {
                    results[i] = appended;
                }
            } else if (i < results.length) {
                statistics.duplicate();
                results[i] = new AppendResult.Duplicate(positionOf(firsts[i], results));
            }
        }
        return List.of(results);
    }

    private static Position positionOf(long first, AppendResult[] results) {
        return first > 0 ? new Position(first) : results[(int) ~first].position();
    }

    private AppendResult store(PreparedAppend append, int i, long now) {
        long position = group.head() + 1;
        long sequence = nextSequence(append, i);
        recordedAt = now;
        append.complete(i, position, sequence, now);
        group.add(append.bytes(), append.record(i), append.recordSize(i));
        index.add(position, append.keys(), append.keyStart(i), append.keyEnd(i));
        return new AppendResult.Appended(new Position(position), sequence);
    }

    private long nextSequence(PreparedAppend append, int i) {
        int place = sequences.kept() == keptByNow ? places[i] : placeOf(append, i);
        return place >= 0
                ? sequences.next(place)
                : storedSequence(
                                append.streamHash(i),
                                append.bytes(),
                                append.streamStart(i),
                                append.streamEnd(i))
                        + 1;
    }

    /** Where the sequence of an event's stream is kept now, -1 if it cannot be kept. */
    private int placeOf(PreparedAppend append, int i) {
        long hash = append.streamHash(i);
        byte[] bytes = append.bytes();
        int from = append.streamStart(i);
        int to = append.streamEnd(i);
        int place = sequences.find(hash, bytes, from, to);
        return place >= 0
                ? place
                : sequences.keep(hash, bytes, from, to, storedSequence(hash, bytes, from, to));
    }

    /** The sequence of the newest event of a stream, 0 if it has none. */
    private long newestSequence(long hash, byte[] stream) {
        int place = sequences.find(hash, stream, 0, stream.length);
        return place >= 0
                ? sequences.sequence(place)
                : storedSequence(hash, stream, 0, stream.length);
    }

    /** The same, as the log has it; the stream is given by its canonical bytes. */
    private long storedSequence(long hash, byte[] bytes, int from, int to) {
        long newest =
                index.view()
                        .newest(
                                hash,
                                position ->
                                        load(position)
                                                .hasAt(
                                                        CanonicalForm.STREAM_OFFSET,
                                                        bytes,
                                                        from,
                                                        to));
        return newest == 0 ? 0 : stored.sequence();
    }

    /** Whether the event at a position has the id, and the stream, of an offered one. */
    private final class SameId implements LongPredicate {

        private @Nullable PreparedAppend append;
        private int event;

        @Override
        public boolean test(long position) {
            return append != null && append.hasIdOf(load(position), event);
        }
    }

    private RecordBuffer load(long position) {
        if (group.reaches(position)) {
            group.load(position, stored);
        } else if (before.reaches(position)) {
            before.load(position, stored);
        } else {
            log.load(position, stored);
        }
        return stored;
    }
}

package dev.chronicle.store.segment;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.UnexpectedSequenceException;

import java.time.InstantSource;
import java.util.List;

/**
 * The one thread that gives events their places: takes appends in turn, checks ids and conditions,
 * assigns positions and sequences, and gathers them into groups.
 *
 * <p>It works ahead of the disk: while a group is synced it prepares the next, and adds index
 * entries of both. Nobody sees them, since readers stop at the head, and a failure ends the store.
 */
final class Sequencer {

    /** Events whose index places are fetched together: they should stay in the nearest caches. */
    static final int TOUCHED_TOGETHER = 64;

    private final Index index;
    private final InstantSource clock;
    private final CommitCounters statistics;
    private final PlacedRecords records;
    private final DuplicateFinder duplicates;
    private final SequenceFinder sequences;

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
            CommitCounters statistics,
            int groupBytes,
            long recordedAt) {
        this.index = index;
        this.clock = clock;
        this.statistics = statistics;
        this.recordedAt = recordedAt;
        group = new Group(groupBytes);
        before = new Group(groupBytes);
        before.begin(log.head());
        group.begin(log.head());
        records = new PlacedRecords(log, before, group);
        duplicates = new DuplicateFinder(index, records);
        sequences = new SequenceFinder(index, records);
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
        records.next(group);
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
            firsts = duplicates.find(append, group.head());
            if (append.notesDuplicates()) {
                firsts = duplicates.note(append, firsts);
            }
            if (!isRetry(append, firsts)) {
                check(append);
            }
            sequences.find(append, firsts);
        } catch (EventStoreException e) {
            return new Group.Outcome.Refused(e);
        } catch (DuplicateFinder.CallerFailure e) {
            return new Group.Outcome.Refused(e.failure());
        }
        return new Group.Outcome.Done(place(append, firsts, now));
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
                long actual = sequences.newest(append.conditionHash(), append.conditionStream());
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
            if (query.matches(records.load(position).event())) {
                return position;
            }
        }
        return 0;
    }

    /** Gives every new event its place; nothing can fail from here on but the disk. */
    private List<AppendResult> place(PreparedAppend append, long[] firsts, long now) {
        int count = firsts.length;
        AppendResult[] results = new AppendResult[append.offered()];
        for (int i = 0; i < count; i++) {
            if (firsts[i] == 0) {
                AppendResult appended = store(append, i, now);
                if (i < results.length) {
                    results[i] = appended;
                }
            } else if (i < results.length) {
                statistics.duplicates(1);
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
        long sequence = sequences.next(append, i);
        recordedAt = now;
        append.complete(i, position, sequence, now);
        group.add(append.bytes(), append.record(i), append.recordSize(i));
        index.add(position, append.keys(), append.keyStart(i), append.keyEnd(i));
        return new AppendResult.Appended(new Position(position), sequence);
    }
}

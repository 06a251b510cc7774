package dev.chronicle.store.segment;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CommitSignal;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.UnexpectedSequenceException;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The one thread that gives events their places: takes every append that waits, checks ids and
 * conditions, writes and syncs them as one group, makes them visible, and then answers them all.
 *
 * <p>Index entries are added before the sync; nobody sees them, since readers stop at the head, and
 * a failure ends the store.
 */
final class Committer {

    private final Log log;
    private final Index index;
    private final CommitSignal signal;
    private final InstantSource clock;
    private final SegmentStatistics.Counter statistics;
    private final GroupBuffer group;
    private final StreamSequences sequences = new StreamSequences();
    private final RepeatedIds repeated = new RepeatedIds();
    private final RecordBuffer stored = new RecordBuffer();
    private long recordedAt;

    /**
     * @param usualGroupBytes what a group usually takes at most
     * @param recordedAt the time of the newest event, in milliseconds
     */
    Committer(
            Log log,
            Index index,
            CommitSignal signal,
            InstantSource clock,
            SegmentStatistics.Counter statistics,
            int usualGroupBytes,
            long recordedAt) {
        this.log = log;
        this.index = index;
        this.signal = signal;
        this.clock = clock;
        this.statistics = statistics;
        this.group = new GroupBuffer(usualGroupBytes);
        this.recordedAt = recordedAt;
    }

    /** What an append is answered with once the group is synced. */
    private sealed interface Outcome {
        record Done(List<AppendResult> results) implements Outcome {}

        record Refused(EventStoreException why) implements Outcome {}
    }

    /**
     * Commits the appends together and answers them.
     *
     * @throws IOException if that fails; then none of them is answered, and the store must end
     */
    void commit(List<PreparedAppend> appends) throws IOException, InterruptedException {
        index.makeRoom();
        long bytes = LogFormat.MARKER_SIZE;
        for (PreparedAppend append : appends) {
            bytes += append.size();
        }
        log.makeRoom(bytes);
        long now = Math.max(recordedAt, clock.millis());
        group.begin(log.head(), Math.toIntExact(bytes));
        List<Outcome> outcomes = new ArrayList<>(appends.size());
        for (PreparedAppend append : appends) {
            outcomes.add(decide(append, now));
        }
        int records = group.records();
        if (records > 0) {
            long head = group.head();
            recordedAt = now;
            long started = System.nanoTime();
            log.write(group.finish(log.newest().salt()), group.offsets(), records);
            statistics.committed(records, bytes, System.nanoTime() - started);
            index.committed(head);
            signal.committed(new Position(head));
        }
        for (int i = 0; i < appends.size(); i++) {
            answer(appends.get(i), outcomes.get(i));
        }
    }

    private static void answer(PreparedAppend append, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(List<AppendResult> results) -> append.answer().complete(results);
            case Outcome.Refused(EventStoreException why) ->
                    append.answer().completeExceptionally(why);
        }
    }

    private Outcome decide(PreparedAppend append, long now) {
        try {
            long[] firsts = duplicates(append);
            if (!isRetry(firsts)) {
                check(append);
            }
            return new Outcome.Done(place(append, firsts, now));
        } catch (EventStoreException e) {
            return new Outcome.Refused(e);
        }
    }

    /**
     * Where the first event with the same id stands, per event: a position; or ~j for event j of
     * the same append; or 0 where the id is new.
     */
    private long[] duplicates(PreparedAppend append) {
        int count = append.count();
        long[] firsts = new long[count];
        repeated.begin(count);
        for (int i = 0; i < count; i++) {
            int event = i;
            long first =
                    index.view()
                            .newest(
                                    append.idHash(i),
                                    position -> append.hasIdOf(load(position), event));
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
            if (!sameBody && append.append().reusedIds() == Append.ReusedIds.REFUSE) {
                NewEvent offered = append.append().events().get(i);
                long position = first > 0 ? first : group.head() + 1;
                throw new IdReusedException(offered.stream(), offered.id(), new Position(position));
            }
            firsts[i] = first;
        }
        return firsts;
    }

    private static boolean isRetry(long[] firsts) {
        for (long first : firsts) {
            if (first == 0) {
                return false;
            }
        }
        return true;
    }

    private void check(PreparedAppend append) {
        switch (append.append().condition()) {
            case AppendCondition.None _ -> {}
            case AppendCondition.SequenceIs(StreamId stream, long expected) -> {
                long actual = sequences.of(stream, this::lookUpSequence).sequence;
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

    /** Gives every new event its place; nothing can fail from here on but the disk. */
    private List<AppendResult> place(PreparedAppend append, long[] firsts, long now) {
        AppendResult[] results = new AppendResult[firsts.length];
        StreamSequences.Counter counter = new StreamSequences.Counter(0);
        int streamOf = -1;
        for (int i = 0; i < firsts.length; i++) {
            if (firsts[i] != 0) {
                statistics.duplicate();
                results[i] =
                        new AppendResult.Duplicate(
                                firsts[i] > 0
                                        ? new Position(firsts[i])
                                        : results[(int) ~firsts[i]].position());
                continue;
            }
            if (streamOf < 0 || !append.haveSameStream(streamOf, i)) {
                counter = counterOf(append, i);
                streamOf = i;
            }
            long position = group.head() + 1;
            append.complete(i, position, ++counter.sequence, now);
            group.add(append.bytes(), append.record(i), append.recordSize(i));
            index.add(position, append.keys(), append.keyStart(i), append.keyEnd(i));
            results[i] = new AppendResult.Appended(new Position(position), counter.sequence);
        }
        return List.of(results);
    }

    private StreamSequences.Counter counterOf(PreparedAppend append, int i) {
        return sequences.of(
                append.append().events().get(i).stream(),
                _ ->
                        newestSequence(
                                append.streamHash(i),
                                position -> append.hasStreamOf(load(position), i)));
    }

    private long lookUpSequence(StreamId stream) {
        return newestSequence(
                QueryKeys.streamHash(index.hash(), stream),
                position -> load(position).event().stream().equals(stream));
    }

    private long newestSequence(long hash, LongPredicate isInStream) {
        return index.view().newest(hash, isInStream) == 0 ? 0 : stored.sequence();
    }

    private RecordBuffer load(long position) {
        if (group.holds(position)) {
            group.load(position, stored);
        } else {
            log.load(position, stored);
        }
        return stored;
    }
}

package dev.chronicle.store.table;

import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.UnexpectedSequenceException;
import dev.chronicle.store.table.StoredEvents.Stored;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Appends that are committed together: decides on each in turn, as if those before it were stored
 * already, and gives the events their places. An append that is refused leaves no trace. One
 * thread.
 */
public final class Group {

    private sealed interface Outcome {
        record Done(List<AppendResult> results) implements Outcome {}

        record Refused(RuntimeException why) implements Outcome {}
    }

    private record Decided(OfferedAppend append, Outcome outcome) {}

    private final StoredEvents stored;
    private final long recordedAt;
    private final Map<EventKey, Stored> known = new HashMap<>();
    private final Map<EventKey, PlacedEvent> added = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<PlacedEvent> events = new ArrayList<>();
    private final List<Decided> decided = new ArrayList<>();
    private long head;

    private Group(StoredEvents stored, long head, long recordedAt) {
        this.stored = stored;
        this.head = head;
        this.recordedAt = recordedAt;
    }

    /**
     * Decides on appends.
     *
     * @param head the position of the newest stored event
     * @param recordedAt the time of recording, in milliseconds
     */
    public static Group decide(
            List<OfferedAppend> appends, StoredEvents stored, long head, long recordedAt)
            throws SQLException {
        Group group = new Group(stored, head, recordedAt);
        group.lookUp(appends);
        for (OfferedAppend append : appends) {
            group.decided.add(new Decided(append, group.decide(append)));
        }
        return group;
    }

    /** The events to be written, in the order of their positions, which have no gaps. */
    public List<PlacedEvent> events() {
        return events;
    }

    /** Counts it: it is durable. */
    public void count(CommitCounters counters, long nanos) {
        counters.duplicates(duplicates());
        if (!events.isEmpty()) {
            long bytes = 0;
            for (PlacedEvent event : events) {
                bytes += event.encoded().form().length;
            }
            counters.committed(events.size(), bytes, nanos);
        }
    }

    private int duplicates() {
        int duplicates = 0;
        for (Decided each : decided) {
            if (each.outcome() instanceof Outcome.Done(List<AppendResult> results)) {
                for (AppendResult result : results) {
                    duplicates += result instanceof AppendResult.Duplicate ? 1 : 0;
                }
            }
        }
        return duplicates;
    }

    /** Whether an event was a duplicate. */
    public boolean hasDuplicates() {
        return duplicates() > 0;
    }

    /** The events of the appends that were refused. */
    public List<EncodedEvent> refused() {
        return decided.stream()
                .filter(each -> each.outcome() instanceof Outcome.Refused)
                .flatMap(each -> each.append().events().stream())
                .toList();
    }

    /** The position of the last event. */
    public long head() {
        return head;
    }

    /** The time of recording of all its events, in milliseconds. */
    public long recordedAt() {
        return recordedAt;
    }

    /** The newest sequences of streams that were looked up or written to. */
    public Map<String, Long> sequences() {
        return sequences;
    }

    /** Tells every caller what became of its append. To be called when all is durable. */
    public void answer() {
        for (Decided each : decided) {
            switch (each.outcome()) {
                case Outcome.Done(List<AppendResult> results) ->
                        each.append().answer().complete(results);
                case Outcome.Refused(RuntimeException why) ->
                        each.append().answer().completeExceptionally(why);
            }
        }
    }

    /** Asks once for what all appends need. */
    private void lookUp(List<OfferedAppend> appends) throws SQLException {
        List<EncodedEvent> bodiless = new ArrayList<>();
        List<EncodedEvent> compared = new ArrayList<>();
        Set<String> streams = new LinkedHashSet<>();
        for (OfferedAppend append : appends) {
            switch (append.append().reusedIds()) {
                case DROP -> bodiless.addAll(append.events());
                case REFUSE -> compared.addAll(append.events());
            }
            for (EncodedEvent event : append.events()) {
                streams.add(event.key().stream());
            }
            if (append.append().condition() instanceof AppendCondition.SequenceIs about) {
                streams.add(IndexText.of(about.stream().toString()));
            }
        }
        if (!bodiless.isEmpty()) {
            known.putAll(stored.find(bodiless, false));
        }
        if (!compared.isEmpty()) {
            known.putAll(stored.find(compared, true));
        }
        sequences.putAll(stored.sequences(List.copyOf(streams)));
    }

    private Outcome decide(OfferedAppend append) throws SQLException {
        Uncommitted uncommitted = new Uncommitted();
        try {
            List<AppendResult> results = uncommitted.add(append);
            if (!uncommitted.events.isEmpty()) {
                check(append.append().condition());
            }
            if (append.notesDuplicates()) {
                uncommitted.addNotes(append, results);
            }
            uncommitted.commit();
            return new Outcome.Done(List.copyOf(results));
        } catch (EventStoreException | CallerFailure e) {
            uncommitted.forget();
            return new Outcome.Refused(e instanceof CallerFailure failure ? failure.failure() : e);
        }
    }

    private void check(AppendCondition condition) throws SQLException {
        switch (condition) {
            case AppendCondition.None _ -> {}
            case AppendCondition.SequenceIs(StreamId stream, long expected) -> {
                long actual = sequences.getOrDefault(IndexText.of(stream.toString()), 0L);
                if (actual != expected) {
                    throw new UnexpectedSequenceException(stream, expected, actual);
                }
            }
            case AppendCondition.NoneMatching(Query query, Position after) -> {
                long match = newestMatch(query, after.value());
                if (match != 0) {
                    throw new MatchingEventException(after, new Position(match));
                }
            }
        }
    }

    private long newestMatch(Query query, long after) throws SQLException {
        if (head <= after || query.matchesAll()) {
            return head <= after ? 0 : head;
        }
        for (PlacedEvent event : events.reversed()) {
            if (event.position() <= after) {
                return 0;
            }
            if (query.matches(event.encoded().event())) {
                return event.position();
            }
        }
        return stored.newestMatch(query, after);
    }

    /** What one append would add. */
    private final class Uncommitted {

        private final List<PlacedEvent> events = new ArrayList<>();
        private final Map<String, Long> ends = new HashMap<>();

        List<AppendResult> add(OfferedAppend append) {
            List<AppendResult> results = new ArrayList<>(append.events().size());
            for (EncodedEvent event : append.events()) {
                results.add(add(event, append.append().reusedIds()));
            }
            return results;
        }

        private AppendResult add(EncodedEvent event, Append.ReusedIds reusedIds) {
            Stored before = known.get(event.key());
            if (before != null) {
                if (reusedIds == Append.ReusedIds.REFUSE) {
                    requireSameBody(event, before);
                }
                return new AppendResult.Duplicate(new Position(before.position()));
            }
            PlacedEvent placed = place(event);
            PlacedEvent first = added.putIfAbsent(event.key(), placed);
            if (first != null) {
                if (reusedIds == Append.ReusedIds.REFUSE && !event.hasBodyOf(first.encoded())) {
                    throw reused(event, first.position());
                }
                return new AppendResult.Duplicate(new Position(first.position()));
            }
            events.add(placed);
            ends.put(event.key().stream(), placed.sequence());
            return new AppendResult.Appended(new Position(placed.position()), placed.sequence());
        }

        private PlacedEvent place(EncodedEvent event) {
            String stream = event.key().stream();
            Long end = ends.get(stream);
            long sequence = end == null ? sequences.getOrDefault(stream, 0L) : end;
            return new PlacedEvent(event, head + events.size() + 1, sequence + 1);
        }

        void addNotes(OfferedAppend append, List<AppendResult> results) throws SQLException {
            List<Integer> duplicates = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof AppendResult.Duplicate) {
                    duplicates.add(i);
                }
            }
            if (duplicates.isEmpty()) {
                return;
            }
            List<EncodedEvent> notes = notes(append, duplicates);
            stored.find(notes, false).forEach(known::putIfAbsent);
            Set<String> streams = new LinkedHashSet<>();
            for (EncodedEvent note : notes) {
                if (!sequences.containsKey(note.key().stream())) {
                    streams.add(note.key().stream());
                }
            }
            if (!streams.isEmpty()) {
                sequences.putAll(stored.sequences(List.copyOf(streams)));
            }
            for (EncodedEvent note : notes) {
                add(note, Append.ReusedIds.DROP);
            }
        }

        private static List<EncodedEvent> notes(OfferedAppend append, List<Integer> duplicates) {
            try {
                return append.notesOn(duplicates);
            } catch (RuntimeException e) {
                throw new CallerFailure(e);
            }
        }

        void commit() {
            for (PlacedEvent event : events) {
                byte[] form = event.encoded().form();
                CanonicalWriter.fillPlace(form, 0, event.position(), event.sequence(), recordedAt);
            }
            Group.this.events.addAll(events);
            sequences.putAll(ends);
            head += events.size();
        }

        void forget() {
            events.forEach(event -> added.remove(event.encoded().key()));
        }
    }

    private static void requireSameBody(EncodedEvent event, Stored before) {
        Page.Row row = new Page.Row(before.position(), before.form());
        if (!event.event().hasBodyOf(row.event())) {
            throw reused(event, before.position());
        }
    }

    private static IdReusedException reused(EncodedEvent event, long position) {
        return new IdReusedException(
                event.event().stream(), event.event().id(), new Position(position));
    }

    /** A failure of the caller's own code, which is the caller's to have. */
    private static final class CallerFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final RuntimeException failure;

        CallerFailure(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }

        RuntimeException failure() {
            return failure;
        }
    }
}

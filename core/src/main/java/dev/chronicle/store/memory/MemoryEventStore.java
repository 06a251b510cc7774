package dev.chronicle.store.memory;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CatchUpSubscription;
import dev.chronicle.store.CommitSignal;
import dev.chronicle.store.Direction;
import dev.chronicle.store.DuplicateNotes;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.UnexpectedSequenceException;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * An {@link EventStore} in memory, gone when the process ends. It is written to be obviously right:
 * the reference model for the other stores, and a store for tests. Threads may share it; reads look
 * at every event.
 */
public final class MemoryEventStore implements EventStore {

    private record StreamEventId(StreamId stream, EventId id) {}

    private final InstantSource clock;
    private final CommitSignal signal = new CommitSignal(Position.START);
    private final List<Event> log = new ArrayList<>();
    private final Map<StreamEventId, Event> byId = new HashMap<>();
    private final Map<StreamId, Long> sequences = new HashMap<>();
    private Instant lastRecordedAt = Instant.EPOCH;
    private boolean closed;

    /** An empty store on the system clock. */
    public MemoryEventStore() {
        this(InstantSource.system());
    }

    /** An empty store; {@code clock} says when events are recorded. */
    public MemoryEventStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        try {
            return CompletableFuture.completedFuture(appendNow(append));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized List<AppendResult> appendNow(Append append) {
        if (closed) {
            throw new StoreClosedException("the store is closed");
        }
        Uncommitted uncommitted = new Uncommitted();
        List<AppendResult> results = new ArrayList<>();
        for (NewEvent offered : append.events()) {
            Optional<Event> first = uncommitted.add(offered);
            if (append.reusedIds() == Append.ReusedIds.REFUSE
                    && first.isPresent()
                    && !offered.hasBodyOf(first.get())) {
                throw new IdReusedException(offered.stream(), offered.id(), first.get().position());
            }
            results.add(
                    first.<AppendResult>map(it -> new AppendResult.Duplicate(it.position()))
                            .orElseGet(uncommitted::appended));
        }
        if (!uncommitted.events.isEmpty()) {
            check(append.condition());
        }
        if (append.notes() != DuplicateNotes.NONE) {
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof AppendResult.Duplicate) {
                    uncommitted.add(append.notes().noteOn(i));
                }
            }
        }
        if (!uncommitted.events.isEmpty()) {
            uncommitted.commit();
        }
        return List.copyOf(results);
    }

    /** What an append would add to the log. */
    private final class Uncommitted {

        private final Instant recordedAt = recordedAt();
        private final Map<StreamEventId, Event> fresh = new HashMap<>();
        private final Map<StreamId, Long> ends = new HashMap<>();
        private final List<Event> events = new ArrayList<>();

        /** Adds an event, unless its stream has its id: then that event is returned. */
        Optional<Event> add(NewEvent offered) {
            StreamEventId key = new StreamEventId(offered.stream(), offered.id());
            Event first = fresh.getOrDefault(key, byId.get(key));
            if (first != null) {
                return Optional.of(first);
            }
            long sequence =
                    ends.merge(offered.stream(), sequenceOf(offered.stream()) + 1, (a, _) -> a + 1);
            Position position = new Position(log.size() + events.size() + 1L);
            Event event = Event.recorded(offered, position, sequence, recordedAt);
            fresh.put(key, event);
            events.add(event);
            return Optional.empty();
        }

        AppendResult appended() {
            Event last = events.getLast();
            return new AppendResult.Appended(last.position(), last.sequence());
        }

        void commit() {
            log.addAll(events);
            byId.putAll(fresh);
            sequences.putAll(ends);
            lastRecordedAt = recordedAt;
            signal.committed(new Position(log.size()));
        }
    }

    private void check(AppendCondition condition) {
        switch (condition) {
            case AppendCondition.None _ -> {}
            case AppendCondition.SequenceIs(StreamId stream, long expected) -> {
                long actual = sequenceOf(stream);
                if (actual != expected) {
                    throw new UnexpectedSequenceException(stream, expected, actual);
                }
            }
            case AppendCondition.NoneMatching(Query query, Position after) -> {
                for (Event event : log.reversed()) {
                    if (event.position().compareTo(after) <= 0) {
                        return;
                    }
                    if (query.matches(event)) {
                        throw new MatchingEventException(after, event.position());
                    }
                }
            }
        }
    }

    private long sequenceOf(StreamId stream) {
        return sequences.getOrDefault(stream, 0L);
    }

    private Instant recordedAt() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isAfter(lastRecordedAt) ? now : lastRecordedAt;
    }

    @Override
    public synchronized Stream<Event> read(
            Query query, Position after, long limit, Direction direction) {
        if (closed) {
            throw new StoreClosedException("the store is closed");
        }
        long head = log.size();
        LongStream positions =
                switch (direction) {
                    case FORWARDS ->
                            after.value() >= head
                                    ? LongStream.empty()
                                    : LongStream.rangeClosed(after.value() + 1, head);
                    case BACKWARDS -> {
                        long newest = Math.min(after.value() - 1, head);
                        yield LongStream.range(0, Math.max(newest, 0)).map(i -> newest - i);
                    }
                };
        return positions.mapToObj(this::eventAt).filter(query::matches).limit(limit);
    }

    private synchronized Event eventAt(long position) {
        return log.get(Math.toIntExact(position - 1));
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        return new CatchUpSubscription(this, signal, query, after);
    }

    @Override
    public Position head() {
        return signal.head();
    }

    @Override
    public synchronized StoreStatus status() {
        return closed ? StoreStatus.Closed.CLOSED : StoreStatus.Open.OPEN;
    }

    @Override
    public synchronized void close() {
        closed = true;
        signal.close();
    }
}

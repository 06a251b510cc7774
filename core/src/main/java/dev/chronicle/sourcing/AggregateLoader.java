package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.event.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes aggregates of their events: from a snapshot on, where there is one. */
final class AggregateLoader<E, S> {

    private final Decider<?, E, S, ?> decider;
    private final AggregateStream<E> streams;
    private final @Nullable Snapshots<S> snapshots;

    AggregateLoader(
            Decider<?, E, S, ?> decider,
            AggregateStream<E> streams,
            @Nullable Snapshots<S> snapshots) {
        this.decider = decider;
        this.streams = streams;
        this.snapshots = snapshots;
    }

    /** The aggregate as it stands; with sequence 0 if it has no events. */
    Aggregate<S> load(String id) {
        return update(snapshot(id).orElseGet(() -> new Aggregate<>(id, decider.initial(), 0)));
    }

    /** The same aggregate, with what came later. */
    Aggregate<S> update(Aggregate<S> from) {
        S state = from.state();
        long sequence = from.sequence();
        try (Stream<Event> events = streams.from(from.id(), sequence + 1)) {
            for (Event event : (Iterable<Event>) events::iterator) {
                state = decider.apply(state, streams.decode(event));
                sequence = event.sequence();
            }
        }
        return new Aggregate<>(from.id(), state, sequence);
    }

    /** The same aggregate, after these events. */
    Aggregate<S> apply(Aggregate<S> before, List<E> events) {
        S state = before.state();
        for (E event : events) {
            state = decider.apply(state, event);
        }
        return new Aggregate<>(before.id(), state, before.sequence() + events.size());
    }

    /**
     * The snapshot, if there is one that can be read. One that is ahead of the log, since that was
     * replaced, is thrown away before the log comes so far.
     */
    Optional<Aggregate<S>> snapshot(String id) {
        if (snapshots == null) {
            return Optional.empty();
        }
        StreamId stream = streams.of(id);
        Optional<Aggregate<S>> kept = snapshots.load(stream);
        if (kept.isEmpty()) {
            return kept;
        }
        long sequence = streams.newest(id).map(Event::sequence).orElse(0L);
        if (kept.get().sequence() > sequence) {
            snapshots.delete(stream);
            return Optional.empty();
        }
        return kept;
    }
}

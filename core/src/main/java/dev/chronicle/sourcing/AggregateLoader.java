package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes aggregates of their events: from a snapshot on, where there is one. */
final class AggregateLoader<E, S> {

    private final Decider<?, E, S, ?> decider;
    private final AggregateStream<E> streams;
    private final SnapshotKeeper<S> snapshots;
    private final Telemetry telemetry;

    AggregateLoader(Aggregates.Builder<?, E, S, ?> builder, AggregateStream<E> streams) {
        decider = builder.decider;
        this.streams = streams;
        telemetry = builder.telemetry;
        snapshots = new SnapshotKeeper<>(builder.snapshots, streams, telemetry);
    }

    SnapshotKeeper<S> snapshots() {
        return snapshots;
    }

    /** The aggregate as it stands; with sequence 0 if it has no events. */
    Aggregate<S> load(String id) {
        long start = System.nanoTime();
        Optional<Aggregate<S>> snapshot = snapshots.load(id);
        Aggregate<S> from = snapshot.orElseGet(() -> new Aggregate<>(id, decider.initial(), 0));
        Aggregate<S> loaded = update(from);
        telemetry.emit(
                () ->
                        new TelemetryEvent.AggregateLoaded(
                                streams.category(),
                                streams.of(id).toString(),
                                loaded.sequence() - from.sequence(),
                                snapshot.isPresent(),
                                Duration.ofNanos(System.nanoTime() - start)));
        return loaded;
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
}

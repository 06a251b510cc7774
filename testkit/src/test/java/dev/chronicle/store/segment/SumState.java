package dev.chronicle.store.segment;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.ProjectionState;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;

import java.util.List;
import java.util.Optional;

/** How many events there were, and what their positions add up to, in one snapshot. */
final class SumState implements ProjectionState<Event> {

    private static final StreamId STREAM = new StreamId("projection", "sum");

    private final SnapshotStore snapshots;

    /**
     * @param position everything up to here is in it
     */
    record Sum(Position position, long count, long sum) {

        static final Sum NONE = new Sum(Position.START, 0, 0);

        Sum and(List<Event> events, Position upTo) {
            long added = events.stream().mapToLong(it -> it.position().value()).sum();
            return new Sum(upTo, count + events.size(), sum + added);
        }
    }

    SumState(SnapshotStore snapshots) {
        this.snapshots = snapshots;
    }

    Sum read() {
        Optional<Snapshot> latest = snapshots.latest(STREAM);
        return latest.map(SumState::decoded).orElse(Sum.NONE);
    }

    private static Sum decoded(Snapshot snapshot) {
        List<String> words = List.of(snapshot.data().text().split(" ", -1));
        return new Sum(
                new Position(snapshot.sequence()),
                Long.parseLong(words.getFirst()),
                Long.parseLong(words.getLast()));
    }

    @Override
    public Position position() {
        return read().position();
    }

    @Override
    public void apply(List<Event> events, Position position) {
        Sum sum = read().and(events, position);
        EventData data = EventData.json(sum.count() + " " + sum.sum());
        snapshots.save(STREAM, new Snapshot(position.value(), "v1", data));
    }

    @Override
    public void reset() {
        snapshots.delete(STREAM);
    }
}

package dev.chronicle.testkit;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.ProjectionState;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The positions of all events it was given, beside its own: state that shows whether each came once
 * and in order. Breaks on demand, in the middle of its work, and is then as it was before.
 */
final class PositionsState implements ProjectionState<Event> {

    private final Predicate<Event> breaks;
    private final List<Long> positions = new ArrayList<>();
    private Position position = Position.START;
    private int resets;

    /**
     * @param breaks whether it breaks at this event
     */
    PositionsState(Predicate<Event> breaks) {
        this.breaks = breaks;
    }

    @Override
    public synchronized Position position() {
        return position;
    }

    @Override
    public synchronized void apply(List<Event> events, Position upTo) {
        if (upTo.compareTo(position) <= 0) {
            throw new AssertionError("goes back: from=%s to=%s".formatted(position, upTo));
        }
        int before = positions.size();
        for (Event event : events) {
            if (breaks.test(event)) {
                positions.subList(before, positions.size()).clear();
                throw new IllegalStateException("broken on demand");
            }
            positions.add(event.position().value());
        }
        position = upTo;
    }

    @Override
    public synchronized void reset() {
        positions.clear();
        position = Position.START;
        resets++;
    }

    synchronized List<Long> positions() {
        return List.copyOf(positions);
    }

    synchronized int resets() {
        return resets;
    }
}

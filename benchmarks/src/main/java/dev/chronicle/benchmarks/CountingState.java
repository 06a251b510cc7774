package dev.chronicle.benchmarks;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.ProjectionState;

import java.util.List;

/** The least state there is: a count, and the position beside it. Threads share it. */
final class CountingState implements ProjectionState<Event> {

    private long count;
    private Position position = Position.START;

    @Override
    public synchronized Position position() {
        return position;
    }

    @Override
    public synchronized void apply(List<Event> events, Position position) {
        count += events.size();
        this.position = position;
    }

    @Override
    public synchronized void reset() {
        count = 0;
        position = Position.START;
    }

    synchronized long count() {
        return count;
    }
}

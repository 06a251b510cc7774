package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.ProjectionState;

import java.util.ArrayList;
import java.util.List;

/**
 * State that all nodes share, as a table in a database is: the positions of the events it was
 * given. It takes a batch only from somebody who knows where it is.
 */
final class SharedPositions {

    private final List<Long> positions = new ArrayList<>();
    private Position position = Position.START;

    synchronized List<Long> positions() {
        return List.copyOf(positions);
    }

    private synchronized Position position() {
        return position;
    }

    private synchronized void apply(List<Event> events, Position from, Position to) {
        if (!position.equals(from)) {
            throw new IllegalStateException(
                    "somebody else has gone on: from=%s position=%s".formatted(from, position));
        }
        events.forEach(it -> positions.add(it.position().value()));
        position = to;
    }

    private synchronized void empty() {
        positions.clear();
        position = Position.START;
    }

    /** The state as one process has it. */
    ProjectionState<Event> through(Gate gate) {
        return new ProjectionState<>() {

            private Position known = Position.START;

            @Override
            public Position position() {
                known = gate.pass(SharedPositions.this::position);
                return known;
            }

            @Override
            public void apply(List<Event> events, Position to) {
                gate.pass(() -> SharedPositions.this.apply(events, known, to));
                known = to;
            }

            @Override
            public void reset() {
                gate.pass(SharedPositions.this::empty);
                known = Position.START;
            }
        };
    }
}

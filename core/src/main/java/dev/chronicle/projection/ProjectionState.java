package dev.chronicle.projection;

import dev.chronicle.event.Position;

import java.util.List;

/**
 * State that keeps its own position, and so has the effect of every event exactly once: a table in
 * whose transactions the position is written too, a file that is replaced whole. Called by one
 * thread at a time.
 *
 * @param <T> {@link dev.chronicle.event.Event}, or a {@link Decoded} one
 */
public interface ProjectionState<T> {

    /** How far it is: {@link Position#START} if it is empty. */
    Position position() throws Exception;

    /**
     * Takes the effect of the events and the position, both or neither.
     *
     * @param events oldest first; none where only the position has moved on
     * @param position to be kept: everything up to here has been dealt with
     * @throws Exception if it could not, and nothing has changed; after a failure with several
     *     events they come again one by one, so that the one to blame is found
     */
    void apply(List<T> events, Position position) throws Exception;

    /** Empties the state and takes the position back to the start, both or neither. */
    void reset() throws Exception;
}

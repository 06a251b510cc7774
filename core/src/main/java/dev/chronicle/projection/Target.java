package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;

import java.util.List;

/** Where events go, and who keeps the position. For one thread at a time. */
interface Target {

    /** The position that was kept last. */
    Position position() throws Exception;

    /** Keeps a position: everything up to there has been dealt with. */
    void keep(Position position) throws Exception;

    /** Takes the position back to the start, durably. */
    void takeBack() throws Exception;

    /** Whether applying events keeps their position as well. */
    boolean keepsWithEvents();

    /**
     * Applies events from an index on, not necessarily to the end.
     *
     * @return the index up to which they are applied, greater than {@code from}
     */
    int apply(List<Event> events, int from) throws EventFailure;
}

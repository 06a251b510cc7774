package dev.chronicle.store;

import dev.chronicle.event.Position;

/** What became of one event of an append. */
public sealed interface AppendResult {

    /** Where the event stands. */
    Position position();

    /**
     * It was stored.
     *
     * @param position its place in the log
     * @param sequence its place in its stream
     */
    record Appended(Position position, long sequence) implements AppendResult {}

    /**
     * Its stream has the id already; nothing was stored.
     *
     * @param position where the first event with this id stands
     */
    record Duplicate(Position position) implements AppendResult {}
}

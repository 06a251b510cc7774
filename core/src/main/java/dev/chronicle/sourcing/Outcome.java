package dev.chronicle.sourcing;

import java.util.List;

/**
 * What became of a command.
 *
 * @param <E> events
 * @param <R> reasons for which commands are rejected
 */
public sealed interface Outcome<E, R> {

    /**
     * It was carried out, and its events are stored and synced.
     *
     * @param events that happened; none if there was nothing to do
     * @param sequence of the aggregate, after them
     */
    record Accepted<E, R>(List<E> events, long sequence) implements Outcome<E, R> {

        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * A rule forbade it; nothing is stored.
     *
     * @param reason which
     */
    record Rejected<E, R>(R reason) implements Outcome<E, R> {}

    /**
     * The events, where a rejection would be a bug.
     *
     * @throws CommandRejectedException if it was rejected
     */
    default List<E> orThrow() {
        return switch (this) {
            case Accepted<E, R>(List<E> events, long _) -> events;
            case Rejected<E, R>(R reason) -> throw new CommandRejectedException(reason);
        };
    }
}

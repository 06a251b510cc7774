package dev.chronicle.sourcing;

import java.util.List;

/**
 * What a {@link Decider} makes of a command.
 *
 * @param <E> events
 * @param <R> reasons
 */
public sealed interface Decision<E, R> {

    /**
     * The command is carried out.
     *
     * @param events that happen, in their order; none if there is nothing to do
     */
    record Accepted<E, R>(List<E> events) implements Decision<E, R> {

        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * A rule forbids the command.
     *
     * @param reason which
     */
    record Rejected<E, R>(R reason) implements Decision<E, R> {}

    /** These events happen. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    static <E, R> Decision<E, R> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    /** These events happen. */
    static <E, R> Decision<E, R> accept(List<? extends E> events) {
        return new Accepted<>(List.copyOf(events));
    }

    /** There is nothing to do, and that is fine. */
    static <E, R> Decision<E, R> nothing() {
        return new Accepted<>(List.of());
    }

    /** A rule forbids it. */
    static <E, R> Decision<E, R> reject(R reason) {
        return new Rejected<>(reason);
    }
}

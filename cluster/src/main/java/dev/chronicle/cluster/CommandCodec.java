package dev.chronicle.cluster;

import java.util.Objects;

/**
 * How what goes to an aggregate's node, and comes back from it, is written.
 *
 * @param commands what is asked
 * @param events what happened then
 * @param reasons why it was rejected
 * @param <C> commands
 * @param <E> events
 * @param <R> reasons
 */
public record CommandCodec<C, E, R>(
        WireCodec<C> commands, WireCodec<E> events, WireCodec<R> reasons) {

    public CommandCodec {
        Objects.requireNonNull(commands, "commands");
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(reasons, "reasons");
    }
}

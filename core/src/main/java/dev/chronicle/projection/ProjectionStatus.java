package dev.chronicle.projection;

import dev.chronicle.event.Position;

import java.util.Optional;

/**
 * How a projection is, at one moment.
 *
 * @param name its name
 * @param state what it does
 * @param position everything up to here has been dealt with, matching or not
 * @param lag how many positions of the log are behind that
 * @param events how many events it has dealt with since it was started
 * @param parked how many it has put aside
 * @param failure why it has stopped, or failed last before it reached the head of the log
 */
public record ProjectionStatus(
        String name,
        State state,
        Position position,
        long lag,
        long events,
        long parked,
        Optional<Throwable> failure) {

    /** What a projection does. */
    public enum State {
        /** It works through events that were there when it began. */
        CATCHING_UP,
        /** It has reached the head of the log, and follows it. */
        LIVE,
        /** It failed and waits to try again, or is about to be rebuilt. */
        RESTARTING,
        /** It has stopped at an event that it cannot deal with, or is ahead of the log. */
        POISONED,
        /** It was closed, or its store was. */
        STOPPED
    }
}

package dev.chronicle.supervision;

import java.util.Optional;

/**
 * What a supervisor knows of a child.
 *
 * @param name its name
 * @param state what it does
 * @param restarts how often it was restarted since it was started
 * @param lastFailure the message of its last failure, if it ever failed
 */
public record ChildStatus(String name, State state, long restarts, Optional<String> lastFailure) {

    /** What a child does. */
    public enum State {
        /** It works. */
        RUNNING,
        /** It failed and waits to be restarted. */
        BACKING_OFF,
        /** It is done, or was told to stop. */
        TERMINATED,
        /** It failed once too often. */
        FAILED
    }
}

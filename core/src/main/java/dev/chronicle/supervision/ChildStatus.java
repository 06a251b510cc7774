package dev.chronicle.supervision;

import java.util.List;
import java.util.Optional;

/**
 * What a supervisor knows of a child, and if that is a supervisor too, of the tree beneath it.
 *
 * @param name its name
 * @param state what it does
 * @param restarts how often it was run again, for its own failures and for others'
 * @param lastFailure the message of its last failure, if it ever failed
 * @param children what it supervises, in the order of their start; none for a task
 */
public record ChildStatus(
        String name,
        State state,
        long restarts,
        Optional<String> lastFailure,
        List<ChildStatus> children) {

    public ChildStatus {
        children = List.copyOf(children);
    }

    /** Whether neither it nor anything beneath it has failed for good or is stuck. */
    public boolean healthy() {
        return state != State.FAILED
                && state != State.STUCK
                && children.stream().allMatch(ChildStatus::healthy);
    }

    /** What a child does. */
    public enum State {
        /** It works. */
        RUNNING,
        /** It, or a sibling it is restarted with, failed, and it waits to be started. */
        BACKING_OFF,
        /** It was told to stop and does not. */
        STUCK,
        /** It is done, or was told to stop. */
        TERMINATED,
        /** It failed once too often. */
        FAILED
    }
}

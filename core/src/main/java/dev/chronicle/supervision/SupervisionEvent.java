package dev.chronicle.supervision;

import java.time.Duration;

/** What a supervisor did, or could not do, about a child. */
public sealed interface SupervisionEvent {

    /** The name of the supervisor. */
    String supervisor();

    /** The name of its child. */
    String child();

    /**
     * A child is about to run again, its backoff over. What lies beneath a restarted supervisor is
     * started with it and not told singly.
     *
     * @param restarts how often it was restarted, this time included
     * @param cause its failure, or that of the sibling it is restarted with
     */
    record Restarted(String supervisor, String child, long restarts, Throwable cause)
            implements SupervisionEvent {}

    /**
     * A child was told to stop and has not. It is not waited for any longer, and it does not run
     * again before it has ended.
     *
     * @param waited how long it was given
     */
    record Stuck(String supervisor, String child, Duration waited) implements SupervisionEvent {}

    /**
     * A supervisor gave up: its children have failed too often. Its parent, or the {@link
     * Escalation}, is next.
     *
     * @param cause the last failure
     */
    record GaveUp(String supervisor, String child, Throwable cause) implements SupervisionEvent {}
}

package dev.chronicle.supervision;

/**
 * Hears of a failure that restarting did not cure, at the root of a tree. By then every child has
 * been told to stop and has ended, or is {@link ChildStatus.State#STUCK stuck}.
 */
@FunctionalInterface
public interface Escalation {

    /**
     * @param child whose failure passed the restart intensity
     * @param failure its last one; a {@link GaveUpException} if the child is a supervisor
     */
    void escalate(String child, Throwable failure);
}

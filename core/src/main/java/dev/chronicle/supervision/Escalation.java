package dev.chronicle.supervision;

/** Hears of a failure that restarting did not cure. By then every child has been told to stop. */
@FunctionalInterface
public interface Escalation {

    /**
     * @param child whose failure passed the restart intensity
     * @param failure its last one
     */
    void escalate(String child, Throwable failure);
}

package dev.chronicle.supervision;

/**
 * The work of a child: blocking code that returns when it is done for good, and throws to be
 * restarted.
 */
@FunctionalInterface
public interface Task {

    /**
     * Works until there is nothing left to do.
     *
     * @throws InterruptedException if it was told to stop
     */
    void run() throws Exception;
}

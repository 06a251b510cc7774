package dev.chronicle.supervision;

import java.time.Duration;

/** Waits: {@link Thread#sleep(Duration)}, or a test's own. */
@FunctionalInterface
public interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;
}

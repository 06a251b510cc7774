package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the threads of a run to end it, also those that are waiting. Threads may share it. */
final class RunEnd {

    /** Waits, unless the run is to end. */
    @FunctionalInterface
    interface Wait {

        /** True, at once, if the run is to end; false when the time has passed. */
        boolean endsWithin(Duration time) throws InterruptedException;
    }

    private final CountDownLatch told = new CountDownLatch(1);

    /** One that SIGINT and SIGTERM tell. */
    static RunEnd bySignal() {
        RunEnd end = new RunEnd();
        StopSignal stop = StopSignal.install();
        Thread.ofVirtual().start(() -> await(stop, end));
        return end;
    }

    private static void await(StopSignal stop, RunEnd end) {
        try {
            stop.await();
            end.tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void tell() {
        told.countDown();
    }

    boolean isTold() {
        return told.getCount() == 0;
    }

    /** A {@link Wait} for the threads of the run. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return told.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}

package dev.chronicle.cluster;

import dev.chronicle.testkit.Threads;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
final class Eventually {

    private Eventually() {}

    /** Returns as soon as it is so; fails after {@link Threads#PATIENCE}. */
    static void eventually(String what, BooleanSupplier isSo) {
        within(Threads.PATIENCE, what, isSo);
    }

    /** Returns how long it took to be so; fails after {@code atMost}. */
    static Duration within(Duration atMost, String what, BooleanSupplier isSo) {
        long start = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw new AssertionError("not within " + atMost + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}

package dev.chronicle.store;

import dev.chronicle.testkit.Threads;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process brings about. */
public final class Await {

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError if it does not within {@link Threads#PATIENCE}
     */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Threads.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (deadline - System.nanoTime() < 0) {
                throw new AssertionError("did not come about in time: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}

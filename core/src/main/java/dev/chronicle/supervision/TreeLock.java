package dev.chronicle.supervision;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one lock of a supervision tree: every state in it changes and is read under this lock, so a
 * reader sees the tree as it was at one moment. Nobody waits for a thread or runs a task under it.
 */
final class TreeLock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    <T> T read(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the state is as wished; false if it was not within the time. */
    boolean await(BooleanSupplier wished, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!wished.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to do and does it. */
    <T> T awaitAndDo(BooleanSupplier wished, Supplier<T> then) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!wished.getAsBoolean()) {
                changed.await();
            }
            T result = then.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }
}

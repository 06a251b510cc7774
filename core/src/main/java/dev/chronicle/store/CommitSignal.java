package dev.chronicle.store;

import dev.chronicle.event.Position;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Tells waiting subscriptions that the log has grown. Part of what a store is built from. Threads
 * share it.
 *
 * <p>The committing thread pays for one {@code unpark}, however many wait: a thread of its own
 * wakes them.
 */
public final class CommitSignal implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Thread waker;
    private volatile long head;
    private volatile boolean closed;

    /** Starts at this head. */
    public CommitSignal(Position head) {
        this.head = head.value();
        waker =
                Thread.ofPlatform()
                        .daemon()
                        .name("chronicle-commit-signal")
                        .start(() -> wakeWaiters(head.value()));
    }

    /** The newest visible position. */
    public Position head() {
        return new Position(head);
    }

    /** Makes everything up to {@code head} visible and wakes whoever waits for it. */
    public void committed(Position head) {
        this.head = head.value();
        LockSupport.unpark(waker);
    }

    /**
     * Waits until the head lies behind {@code position}, or the waiter gives up.
     *
     * @param timeoutNanos how long to wait at most
     * @param givesUp looked at before every wait; see {@link #wakeAll}
     * @return whether the head lies behind; {@code false} also if the signal was closed
     */
    boolean awaitBeyond(long position, long timeoutNanos, BooleanSupplier givesUp)
            throws InterruptedException {
        long nanos = timeoutNanos;
        lock.lockInterruptibly();
        try {
            while (head <= position && nanos > 0 && !closed && !givesUp.getAsBoolean()) {
                nanos = grown.awaitNanos(nanos);
            }
            return head > position;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Wakes everybody, so that they look again whether they give up. */
    void wakeAll() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeWaiters(long start) {
        long seen = start;
        while (!closed) {
            while (head == seen && !closed) {
                LockSupport.park(this);
            }
            seen = head;
            wakeAll();
        }
    }

    /** No more commits: every wait ends. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(waker);
        wakeAll();
    }
}

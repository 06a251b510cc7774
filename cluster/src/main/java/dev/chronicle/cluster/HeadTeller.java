package dev.chronicle.cluster;

import dev.chronicle.event.Position;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Tells the other nodes how far the log goes: the first commit at once, those that come within a
 * millisecond after it together. Threads share it.
 */
final class HeadTeller implements AutoCloseable {

    private static final Logger LOG = System.getLogger(HeadTeller.class.getName());
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Consumer<Position> others;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Position head = Position.START;
    private Position told = Position.START;
    private boolean closed;

    HeadTeller(Consumer<Position> others, ThreadFactory threads) {
        this.others = others;
        Thread thread = threads.newThread(this::tellThem);
        thread.setName("head-teller");
        thread.start();
    }

    /** The log goes up to here. */
    void committed(Position position) {
        lock.lock();
        try {
            if (position.compareTo(head) > 0) {
                head = position;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellThem() {
        try {
            while (true) {
                tell(awaitNews());
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "told to end");
        }
    }

    /** The head as soon as nobody was told of it; throws when there is nothing to come. */
    private Position awaitNews() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long pace = told.equals(Position.START) ? 0 : PACE_NANOS;
            while (!closed && pace > 0) {
                pace = changed.awaitNanos(pace);
            }
            while (!closed && head.equals(told)) {
                changed.await();
            }
            if (closed) {
                throw new InterruptedException("closed");
            }
            told = head;
            return head;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Position position) {
        try {
            others.accept(position);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the others are not told; they will look themselves", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

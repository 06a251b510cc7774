package dev.chronicle.store.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The appends that wait for the committing thread, bounded in bytes. Threads share it. */
final class AppendQueue {

    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<PreparedAppend> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /**
     * @param mostBytes callers wait while more than this is queued; one append is always taken
     */
    AppendQueue(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Adds an append, waiting for room.
     *
     * @return whether it was taken; {@code false} once the queue is closed
     */
    boolean add(PreparedAppend append) {
        lock.lock();
        try {
            while (!closed && bytes > 0 && bytes + append.size() > mostBytes) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            waiting.add(append);
            bytes += append.size();
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what waits, at least one append and then as many as {@code groupBytes} allow.
     *
     * @return nothing once the queue is closed and empty
     */
    Optional<List<PreparedAppend>> takeGroup(long groupBytes) {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return Optional.empty();
                }
                notEmpty.awaitUninterruptibly();
            }
            List<PreparedAppend> group = new ArrayList<>(waiting.size());
            long size = 0;
            do {
                PreparedAppend next = waiting.remove();
                group.add(next);
                size += next.size();
            } while (!waiting.isEmpty() && size + waiting.element().size() <= groupBytes);
            bytes -= size;
            notFull.signalAll();
            return Optional.of(group);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

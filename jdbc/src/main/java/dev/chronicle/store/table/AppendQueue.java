package dev.chronicle.store.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where callers leave appends for the one committing thread, bounded in bytes. Threads share it.
 */
public final class AppendQueue {

    private final long mostBytes;
    private final long groupBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<OfferedAppend> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /**
     * @param mostBytes callers wait while more than this is queued; one append is always taken
     * @param groupBytes what is taken at once at most, unless one append is larger
     */
    public AppendQueue(long mostBytes, long groupBytes) {
        this.mostBytes = mostBytes;
        this.groupBytes = groupBytes;
    }

    /**
     * Leaves an append, waiting for room.
     *
     * @return whether it was taken; {@code false} once this is closed
     */
    public boolean add(OfferedAppend append) {
        lock.lock();
        try {
            while (!closed && bytes > 0 && bytes + append.size() > mostBytes) {
                room.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            waiting.add(append);
            bytes += append.size();
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what waits, as much as fits; waits until there is some. None once this is closed. */
    public List<OfferedAppend> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            return remove(new ArrayList<>(waiting.size()), groupBytes);
        } finally {
            lock.unlock();
        }
    }

    /** Adds what waits by now to what was taken before, as much as fits, without waiting. */
    public void takeMore(List<OfferedAppend> taken) {
        lock.lock();
        try {
            var _ = remove(taken, groupBytes);
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything that waits, without waiting. */
    public List<OfferedAppend> drain() {
        lock.lock();
        try {
            return remove(new ArrayList<>(waiting.size()), Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    private List<OfferedAppend> remove(List<OfferedAppend> taken, long most) {
        long before = taken.stream().mapToLong(OfferedAppend::size).sum();
        long size = before;
        while (!waiting.isEmpty() && (taken.isEmpty() || size + waiting.element().size() <= most)) {
            OfferedAppend next = waiting.remove();
            taken.add(next);
            size += next.size();
        }
        bytes -= size - before;
        room.signalAll();
        return taken;
    }

    /**
     * Waits for the time to pass, or for this to be closed.
     *
     * @return whether it is closed
     */
    public boolean awaitClosed(long nanos) {
        long left = nanos;
        boolean interrupted = false;
        lock.lock();
        try {
            while (!closed && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return closed;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes no more appends; what waits can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

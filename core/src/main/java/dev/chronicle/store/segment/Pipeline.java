package dev.chronicle.store.segment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the threads of a commit meet: callers leave appends, bounded in bytes; the {@link
 * Sequencer} takes them and hands over a group as soon as the {@link GroupWriter} has synced the
 * one before. Threads share it.
 */
final class Pipeline {

    /**
     * Taken at once at most, unless one append is larger: in between the sequencer looks whether
     * the writer is free, so that a group grows only while the one before is on its way.
     */
    private static final long TAKEN_TOGETHER = 1 << 20;

    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition forSequencer = lock.newCondition();
    private final Condition forWriter = lock.newCondition();
    private final ArrayDeque<PreparedAppend> waiting = new ArrayDeque<>();
    private long bytes;
    private @Nullable Group handedOver;
    private boolean writerFree;
    private boolean closed;
    private boolean ended;

    /**
     * @param mostBytes callers wait while more than this is queued; one append is always taken
     */
    Pipeline(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Leaves an append, waiting for room.
     *
     * @return whether it was taken; {@code false} once this is closed
     */
    boolean add(PreparedAppend append) {
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
            forSequencer.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the appends that wait, as many as fit. Waits until there are some, or until a group
     * that is not empty should be handed over: when the writer is free, or nothing more fits.
     *
     * @return none if the group is to be handed over, or if it is empty and this is closed
     */
    List<PreparedAppend> take(Group group) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed && (group.isEmpty() || !writerFree)) {
                forSequencer.awaitUninterruptibly();
            }
            List<PreparedAppend> taken = new ArrayList<>(waiting.size());
            long size = 0;
            while (!waiting.isEmpty() && fits(waiting.element(), size, group, taken.isEmpty())) {
                PreparedAppend next = waiting.remove();
                taken.add(next);
                size += next.size();
            }
            bytes -= size;
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static boolean fits(PreparedAppend next, long size, Group group, boolean first) {
        return first
                ? next.size() <= group.room() || group.isEmpty()
                : size + next.size() <= Math.min(group.room(), TAKEN_TOGETHER);
    }

    /** Whether the writer has nothing to do. */
    boolean isWriterFree() {
        lock.lock();
        try {
            return writerFree;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the writer a group, when it is free. */
    void handOver(Group group) {
        lock.lock();
        try {
            while (!writerFree) {
                forSequencer.awaitUninterruptibly();
            }
            writerFree = false;
            handedOver = group;
            forWriter.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * For the writer: it is free, and waits for the next group; nothing once there will be none.
     */
    Optional<Group> next() {
        lock.lock();
        try {
            writerFree = true;
            forSequencer.signal();
            while (handedOver == null && !ended) {
                forWriter.awaitUninterruptibly();
            }
            Optional<Group> next = Optional.ofNullable(handedOver);
            handedOver = null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more appends; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            forSequencer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** For the sequencer: there will be no more groups. */
    void end() {
        lock.lock();
        try {
            ended = true;
            forWriter.signal();
        } finally {
            lock.unlock();
        }
    }
}

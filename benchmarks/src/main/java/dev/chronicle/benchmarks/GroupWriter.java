package dev.chronicle.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread that takes all appends that wait, writes them as one group and answers them together:
 * the group commit that the other sides share, so that they are not compared for lack of it.
 * Threads share it.
 */
final class GroupWriter<A extends GroupWriter.Sized> implements AutoCloseable {

    /** The most bytes of a group, as in the segment store. */
    static final int GROUP_BYTES = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Queue<Waiting<A>> waiting = new ArrayDeque<>();
    private final Sink<A> sink;
    private final Thread thread;
    private boolean closed;
    private volatile long groups;

    /** An append that knows about how many bytes it is. */
    interface Sized {
        int bytes();
    }

    /** Writes a group and makes it durable. */
    interface Sink<A> {
        void write(List<A> appends) throws Exception;
    }

    private record Waiting<A>(A append, CompletableFuture<Boolean> answer) {}

    GroupWriter(String name, Sink<A> sink) {
        this.sink = sink;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Waits until the append is durable. */
    void append(A append) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        lock.lock();
        try {
            waiting.add(new Waiting<>(append, answer));
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
        if (!answer.join()) {
            throw new IllegalStateException("not stored");
        }
    }

    long groups() {
        return groups;
    }

    private void run() {
        long written = 0;
        for (List<Waiting<A>> group = take(); !group.isEmpty(); group = take()) {
            try {
                sink.write(group.stream().map(Waiting::append).toList());
                groups = ++written;
                group.forEach(it -> it.answer().complete(true));
            } catch (Exception e) {
                group.forEach(it -> it.answer().completeExceptionally(e));
            }
        }
    }

    private List<Waiting<A>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            List<Waiting<A>> group = new ArrayList<>(waiting.size());
            long bytes = 0;
            for (Waiting<A> next = waiting.peek();
                    next != null
                            && (group.isEmpty() || bytes + next.append().bytes() <= GROUP_BYTES);
                    next = waiting.peek()) {
                group.add(waiting.remove());
                bytes += next.append().bytes();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

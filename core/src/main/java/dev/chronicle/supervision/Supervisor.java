package dev.chronicle.supervision;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs children, each in a thread of its own, and restarts the one that fails (one_for_one) after a
 * {@link Backoff}. When the children together fail more often than the {@link RestartIntensity}
 * allows, it stops all of them and {@link Escalation escalates}. A child that returns is done and
 * is not restarted. Threads may share it.
 */
public final class Supervisor implements AutoCloseable {

    private static final Logger log = System.getLogger(Supervisor.class.getName());

    private final SupervisorOptions options;
    private final Escalation escalation;
    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Instant> restarts = new ArrayDeque<>();
    private volatile boolean stopping;

    /** Has no children yet. */
    public Supervisor(SupervisorOptions options, Escalation escalation) {
        this.options = options;
        this.escalation = escalation;
    }

    /**
     * Starts a child; its thread bears its name.
     *
     * @throws IllegalStateException if the supervisor was closed or has escalated
     */
    public void start(String name, Task task) {
        lock.lock();
        try {
            if (stopping) {
                throw new IllegalStateException("the supervisor has stopped: child=" + name);
            }
            Child child = new Child(name, task, options.threads(), this);
            children.add(child);
            child.thread().start();
        } finally {
            lock.unlock();
        }
    }

    /** Every child ever started, in that order. */
    public List<ChildStatus> children() {
        return children.stream().map(Child::status).toList();
    }

    void supervise(Child child) {
        while (true) {
            try {
                child.task().run();
                child.state(ChildStatus.State.TERMINATED);
                return;
            } catch (Throwable failure) {
                if (!mayRestart(child, failure)) {
                    return;
                }
            }
            child.restarted();
        }
    }

    /** Waits out the backoff; false if the child must not run again. */
    private boolean mayRestart(Child child, Throwable failure) {
        if (stopping) {
            child.state(ChildStatus.State.TERMINATED);
            return false;
        }
        child.failed(failure);
        Optional<Duration> delay = countRestart();
        if (delay.isEmpty()) {
            child.state(ChildStatus.State.FAILED);
            escalate(child, failure);
            return false;
        }
        log.log(
                Level.WARNING,
                child.name() + " failed and is restarted in " + delay.get().toMillis() + " ms",
                failure);
        try {
            options.sleeper().sleep(delay.get());
            return true;
        } catch (InterruptedException e) {
            child.state(ChildStatus.State.TERMINATED);
            return false;
        }
    }

    /** How long to wait before this restart; nothing if it is one too many. */
    private Optional<Duration> countRestart() {
        lock.lock();
        try {
            Instant now = options.clock().instant();
            Instant from = now.minus(options.intensity().period());
            restarts.removeIf(at -> at.isBefore(from));
            if (restarts.size() >= options.intensity().maxRestarts()) {
                return Optional.empty();
            }
            restarts.addLast(now);
            return Optional.of(options.backoff().delay(restarts.size(), options.random()));
        } finally {
            lock.unlock();
        }
    }

    private void escalate(Child child, Throwable failure) {
        if (stop(child.thread())) {
            log.log(Level.ERROR, child.name() + " failed too often and stays down", failure);
            escalation.escalate(child.name(), failure);
        }
    }

    /** Tells every child to stop, but for the one that asks; false if that was done before. */
    private boolean stop(@Nullable Thread asking) {
        lock.lock();
        try {
            boolean first = !stopping;
            stopping = true;
            for (Child child : children) {
                if (child.thread() != asking) {
                    child.thread().interrupt();
                }
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every child has ended.
     *
     * @return whether they have, within the time
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Child child : children) {
            long left = Math.max(0, deadline - System.nanoTime());
            if (!child.thread().join(Duration.ofNanos(left)) && child.thread().isAlive()) {
                return false;
            }
        }
        return true;
    }

    /** Interrupts every child and restarts none; does not wait for them. */
    @Override
    public void close() {
        stop(null);
    }
}

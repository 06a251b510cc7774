package dev.chronicle.projection;

import dev.chronicle.event.Position;
import dev.chronicle.projection.ProjectionStatus.State;
import dev.chronicle.store.Subscription;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How far a projection is, and whether it is to stop: what its own thread, those that wait for it
 * and those that stop it share. It is locked once per batch.
 */
final class Progress {

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean stopping;
    private State state = State.CATCHING_UP;
    private long position;
    private long events;
    private long parked;
    private @Nullable Throwable failure;
    private boolean active;
    private boolean rebuilding;

    /** What its thread waits on for a commit. */
    private @Nullable Subscription waiting;

    Progress(String name) {
        this.name = name;
    }

    /** A run begins; false if it must not. */
    boolean begin() {
        return locked(
                () -> {
                    active = !stopping;
                    return active;
                });
    }

    /** The run has found where it is. */
    void began(long at, long alreadyParked) {
        change(
                () -> {
                    state = State.CATCHING_UP;
                    position = at;
                    parked = alreadyParked;
                });
    }

    void reached(long upTo, int count) {
        change(
                () -> {
                    position = upTo;
                    events += count;
                });
    }

    long parked() {
        return locked(() -> parked);
    }

    void parkedOne() {
        change(() -> parked++);
    }

    void live() {
        if (locked(() -> state != State.LIVE)) {
            change(
                    () -> {
                        state = State.LIVE;
                        failure = null;
                    });
        }
    }

    /** The run ends, for this reason. */
    void end(State next, @Nullable Throwable why) {
        change(
                () -> {
                    active = false;
                    state = next == State.STOPPED && rebuilding ? State.RESTARTING : next;
                    failure = why == null ? failure : why;
                });
    }

    boolean mayGoOn() {
        return !stopping;
    }

    /** Says what is waited on, so that stopping can end that; false if it is not to wait. */
    boolean waitsOn(Subscription subscription) {
        return locked(
                () -> {
                    waiting = subscription;
                    return !stopping;
                });
    }

    void waitsNoMore() {
        change(() -> waiting = null);
    }

    /** Asks the run to end behind the event it is at. */
    void tellToStop(boolean forRebuild) {
        change(
                () -> {
                    rebuilding = forRebuild;
                    stopping = true;
                    if (waiting != null) {
                        waiting.close();
                    }
                });
    }

    /** Waits until no run is at work. */
    boolean awaitInactive(Duration timeout) throws InterruptedException {
        return await(() -> !active, timeout);
    }

    boolean isInactive() {
        return locked(() -> !active);
    }

    /** Nobody waits for another run; whether the last one has ended. */
    boolean stopped() {
        change(
                () -> {
                    if (state != State.POISONED || rebuilding) {
                        state = rebuilding && !active ? State.RESTARTING : State.STOPPED;
                    }
                });
        return isInactive();
    }

    /** Allows runs again, from the start if the position was taken back. */
    void restart(boolean tookBack) {
        change(
                () -> {
                    stopping = false;
                    rebuilding = false;
                    state = State.CATCHING_UP;
                    failure = null;
                    position = tookBack ? 0 : position;
                });
    }

    /** Waits until everything up to there was dealt with; false if it was not within the time. */
    boolean awaitReached(long upTo, Duration timeout) throws InterruptedException {
        return await(() -> position >= upTo || hasStopped(upTo), timeout);
    }

    private boolean hasStopped(long upTo) {
        if (state == State.POISONED && !rebuilding || state == State.STOPPED) {
            throw new ProjectionStoppedException(name, new Position(position), failure);
        }
        return position >= upTo;
    }

    private boolean await(BooleanSupplier wished, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
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

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    ProjectionStatus status(Position head) {
        return locked(
                () ->
                        new ProjectionStatus(
                                name,
                                state,
                                new Position(position),
                                Math.max(0, head.value() - position),
                                events,
                                parked,
                                Optional.ofNullable(failure)));
    }
}

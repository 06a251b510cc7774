package dev.chronicle.supervision;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** One child and the thread it lives in. Its thread writes the state, any thread reads it. */
final class Child {

    private final String name;
    private final Task task;
    private final Thread thread;
    private volatile ChildStatus.State state = ChildStatus.State.RUNNING;
    private volatile @Nullable Throwable lastFailure;
    private volatile long restarts;

    Child(String name, Task task, ThreadFactory threads, Supervisor supervisor) {
        this.name = name;
        this.task = task;
        thread = threads.newThread(() -> supervisor.supervise(this));
        thread.setName(name);
    }

    String name() {
        return name;
    }

    Task task() {
        return task;
    }

    Thread thread() {
        return thread;
    }

    void state(ChildStatus.State state) {
        this.state = state;
    }

    void failed(Throwable failure) {
        lastFailure = failure;
        state = ChildStatus.State.BACKING_OFF;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only its own thread restarts it
    void restarted() {
        restarts++;
        state = ChildStatus.State.RUNNING;
    }

    ChildStatus status() {
        return new ChildStatus(
                name, state, restarts, Optional.ofNullable(lastFailure).map(Throwable::toString));
    }
}

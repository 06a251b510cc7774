package dev.chronicle.supervision;

import dev.chronicle.supervision.ChildStatus.State;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** One child: its task, its present run, what became of it. Guarded by the tree's lock. */
final class Child {

    final String name;
    final Task task;

    /** The supervisor that the task runs, if it is one. */
    final @Nullable Branch branch;

    State state = State.BACKING_OFF;
    @Nullable Run run;
    private boolean done;
    private long runs;
    private @Nullable Throwable lastFailure;

    Child(String name, Task task, @Nullable Branch branch) {
        this.name = name;
        this.task = task;
        this.branch = branch;
    }

    void begun() {
        runs++;
        state = State.RUNNING;
    }

    void done() {
        done = true;
        state = State.TERMINATED;
    }

    void failed(Throwable failure, State next) {
        lastFailure = failure;
        state = next;
    }

    long restarts() {
        return Math.max(0, runs - 1);
    }

    /** Whether it has work left and no run that is still going on. */
    boolean canStart() {
        Run last = run;
        return !done && (last == null || last.ended);
    }

    /** Whether nothing of it runs, or ever will without somebody's doing. */
    boolean atRest() {
        Branch beneath = branch;
        if (state == State.RUNNING) {
            return beneath != null && beneath.idle();
        }
        Run last = run;
        return (state == State.TERMINATED || state == State.FAILED)
                && (last == null || last.ended)
                && (beneath == null || beneath.allAtRest());
    }

    ChildStatus status() {
        Branch beneath = branch;
        return new ChildStatus(
                name,
                state,
                restarts(),
                Optional.ofNullable(lastFailure).map(Throwable::toString),
                beneath == null ? List.of() : beneath.children());
    }
}

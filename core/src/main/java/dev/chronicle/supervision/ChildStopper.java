package dev.chronicle.supervision;

import dev.chronicle.supervision.ChildStatus.State;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Queue;

/**
 * Stops the children of one supervisor: tells them, waits, and notes what became of each. Waits on
 * the supervisor's loop and without the tree's lock; all else happens under it.
 */
final class ChildStopper {

    private static final Logger log = System.getLogger(Supervisor.class.getName());

    private final String supervisor;
    private final Duration within;
    private final TreeLock lock;

    /** Runs that ended by themselves and that the supervisor has not dealt with. */
    private final Queue<Run> ends;

    private final SupervisionListener listener;

    ChildStopper(
            String supervisor,
            Duration within,
            TreeLock lock,
            Queue<Run> ends,
            SupervisionListener listener) {
        this.supervisor = supervisor;
        this.within = within;
        this.lock = lock;
        this.ends = ends;
        this.listener = listener;
    }

    /** Tells children to stop and waits for them, the last one first. */
    void stop(List<Child> group, State next) {
        for (Child child : lock.read(() -> List.copyOf(group)).reversed()) {
            Run run = lock.read(() -> tell(child, next));
            if (run != null) {
                join(run.thread, child.branch == null);
                lock.change(() -> stopped(run, next));
                if (lock.read(() -> child.state == State.STUCK)) {
                    log.log(Level.ERROR, child.name + " was told to stop and does not: " + within);
                    listener.heard(new SupervisionEvent.Stuck(supervisor, child.name, within));
                }
            }
        }
    }

    /** The run to wait for; null if there is none. */
    private @Nullable Run tell(Child child, State next) {
        Run run = child.run;
        if (run == null || run.ended || child.state == State.STUCK) {
            settle(child, next);
            return null;
        }
        run.told = true;
        run.thread.interrupt();
        return run;
    }

    /** A child without a run: it never began, or its last run has ended. */
    void settle(Child child, State next) {
        Run run = child.run;
        if (run != null && ends.remove(run)) {
            endedByItself(run, next);
        } else if (child.canStart() && child.state != State.FAILED) {
            child.state = next;
        }
        forgetBeneath(child, next);
    }

    private static void forgetBeneath(Child child, State next) {
        Branch beneath = child.branch;
        if (beneath != null && next == State.TERMINATED) {
            beneath.forgetWaiting();
        }
    }

    private static void endedByItself(Run run, State next) {
        Throwable failure = run.failure;
        if (run.told) {
            run.child.state = next;
        } else if (failure == null) {
            run.child.done();
        } else {
            run.child.failed(failure, next);
            log.log(Level.WARNING, run.child.name + " failed before it was stopped", failure);
        }
    }

    private static void stopped(Run run, State next) {
        Throwable failure = run.failure;
        if (!run.ended) {
            run.child.state = State.STUCK;
        } else if (failure == null || failure instanceof InterruptedException) {
            run.child.state = next;
        } else {
            run.child.failed(failure, next);
            log.log(Level.WARNING, run.child.name + " failed when it was told to stop", failure);
        }
        forgetBeneath(run.child, next);
    }

    /** A task has its time to stop; a supervisor takes the time its own children have. */
    private void join(Thread thread, boolean limited) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + within.toNanos();
        while (thread.isAlive()) {
            try {
                long left = deadline - System.nanoTime();
                if (!limited) {
                    thread.join();
                } else if (left <= 0 || thread.join(Duration.ofNanos(left))) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true; // it goes on stopping in order; who asks has to wait
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

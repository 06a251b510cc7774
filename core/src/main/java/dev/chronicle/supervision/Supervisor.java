package dev.chronicle.supervision;

import dev.chronicle.supervision.ChildStatus.State;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs children, each in a thread of its own, and restarts what fails after a {@link Backoff}: the
 * child, those after it, or all, as the {@link Strategy} says. A child that returns is done and is
 * not restarted. When the children together fail more often than the {@link RestartIntensity}
 * allows, the supervisor stops all of them, the last started first, and fails itself: the root
 * {@link Escalation escalates}, and a nested one is restarted by its parent like any other child,
 * with all children it ever had that are not done.
 *
 * <p>A child is stopped by interrupting its thread, and never runs twice at a time: one that does
 * not end within {@link SupervisorOptions#stopWithin()} is reported as {@link State#STUCK}, its
 * siblings go on without it, and it is started again when it has ended after all. Threads may share
 * a supervisor.
 */
public final class Supervisor implements AutoCloseable {

    private static final Logger log = System.getLogger(Supervisor.class.getName());

    private final TreeLock lock;
    private final SupervisorOptions options;
    private final Branch branch;
    private final Root root;

    /** The root of a tree, named {@code supervisor}. Has no children yet, and no thread. */
    public Supervisor(SupervisorOptions options, Escalation escalation) {
        this("supervisor", options, escalation);
    }

    /** The root of a tree. Has no children yet, and no thread. */
    public Supervisor(String name, SupervisorOptions options, Escalation escalation) {
        lock = new TreeLock();
        this.options = options;
        branch = new Branch(name, options, lock, null);
        root = new Root(branch, lock, escalation);
    }

    private Supervisor(Branch branch, SupervisorOptions options, Supervisor parent) {
        lock = parent.lock;
        this.options = options;
        this.branch = branch;
        root = parent.root;
    }

    /**
     * Starts a child; its thread bears its name. In the middle of a restart it is started with, and
     * after, the others.
     *
     * @throws IllegalStateException if the supervisor, or one above it, was closed, or the root has
     *     escalated
     */
    public void start(String name, Task task) {
        add(new Child(name, task, null));
    }

    /**
     * Starts a supervisor as a child. Give it the options of this one, changed where they differ.
     *
     * @throws IllegalStateException as {@link #start} does
     */
    public Supervisor startSupervisor(String name, SupervisorOptions options) {
        Branch nested = new Branch(name, options, lock, branch);
        add(new Child(name, nested::run, nested));
        return new Supervisor(nested, options, this);
    }

    private void add(Child child) {
        lock.change(
                () -> {
                    if (!branch.accepts()) {
                        throw new IllegalStateException(
                                "the supervisor has stopped: child=" + child.name);
                    }
                    branch.add(child);
                    root.begin(options);
                });
    }

    /** How it restarts. */
    public SupervisorOptions options() {
        return options;
    }

    /** Every child ever started, in that order, as they are at one moment. */
    public List<ChildStatus> children() {
        return lock.read(branch::children);
    }

    /** The whole tree from the root, whichever supervisor is asked, as it is at one moment. */
    public ChildStatus tree() {
        return lock.read(root::status);
    }

    /**
     * Waits until every task beneath it has ended for good, the supervisors have nothing left to
     * do, and the escalation handler, if it was called, has returned.
     *
     * @return whether that is so, within the time
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return lock.await(
                () -> branch == root.branch ? root.atRest() : branch.atRest(), timeout.toNanos());
    }

    /**
     * Stops for good, the last started child first, each ended before the next is told; restarts
     * none. Does not wait for it: {@link #awaitTermination} does. To the parent a closed supervisor
     * is a child that is done. Closing again does nothing.
     */
    @Override
    public void close() {
        lock.change(branch::close);
    }

    /** The root's thread and what becomes of it. Guarded by the tree's lock. */
    private static final class Root {

        private final Branch branch;
        private final TreeLock lock;
        private final Escalation escalation;
        private @Nullable Thread thread;
        private boolean ended;
        private @Nullable Throwable gaveUp;

        Root(Branch branch, TreeLock lock, Escalation escalation) {
            this.branch = branch;
            this.lock = lock;
            this.escalation = escalation;
        }

        void begin(SupervisorOptions options) {
            if (thread == null) {
                Thread loop = options.threads().newThread(this::run);
                loop.setName(branch.name());
                thread = loop;
                loop.start();
            }
        }

        boolean atRest() {
            return thread == null || (branch.atRest() && (ended || branch.accepts()));
        }

        ChildStatus status() {
            Throwable failure = gaveUp;
            State state = branch.accepts() ? State.RUNNING : State.TERMINATED;
            return new ChildStatus(
                    branch.name(),
                    failure == null ? state : State.FAILED,
                    0,
                    Optional.ofNullable(failure).map(Throwable::toString),
                    branch.children());
        }

        private void run() {
            try {
                branch.run();
            } catch (GaveUpException e) {
                escalate(e.child(), e.failure());
            } catch (Throwable e) {
                escalate(branch.name(), e);
            } finally {
                lock.change(() -> ended = true);
            }
        }

        private void escalate(String child, Throwable failure) {
            log.log(Level.ERROR, child + " failed too often and stays down", failure);
            lock.change(
                    () -> {
                        branch.close();
                        gaveUp = failure;
                    });
            try {
                escalation.escalate(child, failure);
            } catch (RuntimeException e) {
                log.log(Level.ERROR, "the escalation handler failed: child=" + child, e);
            }
        }
    }
}

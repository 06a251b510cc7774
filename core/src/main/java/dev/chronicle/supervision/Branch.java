package dev.chronicle.supervision;

import dev.chronicle.supervision.ChildStatus.State;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A supervisor at work: a loop that takes the ends of its children's runs one after another and
 * does what the strategy says. The loop of the root has a thread of its own, that of a nested
 * supervisor is a child's task, so that stopping, failing and restarting it are what they are for
 * every child. Fields are guarded by the tree's lock; only the loop's thread waits, and without it.
 */
final class Branch {

    private static final Logger log = System.getLogger(Supervisor.class.getName());

    private enum Phase {
        /** Not begun, or between two runs. */
        DOWN,
        UP,
        STOPPING
    }

    private final String name;
    private final SupervisorOptions options;
    private final TreeLock lock;
    private final @Nullable Branch parent;
    private final List<Child> children = new ArrayList<>();
    private final ArrayDeque<Run> ends = new ArrayDeque<>();
    private final RestartLog restarts;
    private Phase phase = Phase.DOWN;
    private @Nullable Thread loop;

    /** While a group of children is stopped and started again. */
    private boolean restarting;

    /** Closed for good; for the root also: has given up. */
    private boolean closed;

    Branch(String name, SupervisorOptions options, TreeLock lock, @Nullable Branch parent) {
        this.name = name;
        this.options = options;
        this.lock = lock;
        this.parent = parent;
        restarts = new RestartLog(options);
    }

    String name() {
        return name;
    }

    List<ChildStatus> children() {
        return children.stream().map(Child::status).toList();
    }

    /** Whether a child that is added now has a chance to run. */
    boolean accepts() {
        return !closed && (parent == null || parent.accepts());
    }

    /** Adds a child, and starts it unless the supervisor is just (re)starting. */
    void add(Child child) {
        children.add(child);
        if (phase == Phase.UP && !restarting) {
            launch(child);
        }
    }

    boolean atRest() {
        return idle() || (phase == Phase.DOWN && !accepts() && allAtRest());
    }

    /**
     * Whether it runs and has nothing to do. One that is down while its parent still takes it for
     * running is not idle: the parent has yet to take note of its end.
     */
    boolean idle() {
        return phase == Phase.UP && ends.isEmpty() && !restarting && allAtRest();
    }

    boolean allAtRest() {
        return children.stream().allMatch(Child::atRest);
    }

    void close() {
        closed = true;
        Thread running = loop;
        if (phase == Phase.UP && running != null) {
            running.interrupt();
        }
    }

    /** Supervises until it is closed, told to stop (InterruptedException) or has given up. */
    void run() throws InterruptedException {
        try {
            lock.change(this::begin);
            while (true) {
                handle(lock.awaitAndDo(() -> !ends.isEmpty(), ends::removeFirst));
            }
        } catch (InterruptedException e) {
            if (!lock.read(() -> closed)) {
                throw e;
            }
        } finally {
            lock.change(() -> phase = Phase.STOPPING);
            stop(children, State.TERMINATED);
            lock.change(this::end);
        }
    }

    private void begin() {
        loop = Thread.currentThread();
        phase = Phase.UP;
        restarts.clear();
        ends.clear();
        if (closed) {
            Thread.currentThread().interrupt();
            return;
        }
        children.stream().filter(Child::canStart).forEach(this::launch);
    }

    private void end() {
        phase = Phase.DOWN;
        restarting = false;
        loop = null;
    }

    private void handle(Run ended) throws InterruptedException {
        Child child = ended.child;
        Throwable failure = ended.failure;
        if (ended.told) {
            lock.change(() -> startLate(ended));
            return;
        }
        if (failure == null) {
            lock.change(child::done);
            return;
        }
        if (lock.read(() -> closed)) {
            lock.change(() -> child.failed(failure, State.TERMINATED));
            throw new InterruptedException();
        }
        Optional<Duration> delay = lock.read(() -> decide(child, failure));
        if (delay.isEmpty()) {
            tell(new SupervisionEvent.GaveUp(name, child.name, failure));
            throw new GaveUpException(name, child.name, failure);
        }
        long millis = delay.get().toMillis();
        String text = child.name + " failed and is restarted in " + millis + " ms";
        log.log(Level.WARNING, text, failure);
        switch (options.strategy()) {
            case ONE_FOR_ONE -> lock.change(() -> launchLater(child, delay.get(), failure));
            case REST_FOR_ONE, ONE_FOR_ALL -> restart(child, delay.get(), failure);
        }
    }

    /** A child that was stuck has ended after all. */
    private void startLate(Run ended) {
        if (ended.child.run == ended && ended.child.state == State.STUCK) {
            launch(ended.child);
        }
    }

    private Optional<Duration> decide(Child child, Throwable failure) {
        Optional<Duration> delay = restarts.next();
        if (delay.isEmpty()) {
            child.failed(failure, State.FAILED);
            phase = Phase.STOPPING;
            closed |= parent == null;
        } else {
            child.failed(failure, State.BACKING_OFF);
            restarting = options.strategy() != Strategy.ONE_FOR_ONE;
        }
        return delay;
    }

    private void restart(Child failed, Duration delay, Throwable cause)
            throws InterruptedException {
        stop(lock.read(() -> group(failed)), State.BACKING_OFF);
        options.sleeper().sleep(delay);
        for (Child child : lock.read(this::waiting)) {
            if (child.run != null) {
                long count = lock.read(child::restarts) + 1;
                tell(new SupervisionEvent.Restarted(name, child.name, count, cause));
            }
            lock.change(() -> launch(child));
        }
        // what was added meanwhile comes after what was there before
        lock.change(
                () -> {
                    waiting().forEach(this::launch);
                    restarting = false;
                });
    }

    private List<Child> group(Child failed) {
        int from = options.strategy() == Strategy.REST_FOR_ONE ? children.indexOf(failed) : 0;
        return List.copyOf(children.subList(from, children.size()));
    }

    private List<Child> waiting() {
        return children.stream()
                .filter(it -> it.state == State.BACKING_OFF && it.canStart())
                .toList();
    }

    private void launch(Child child) {
        child.begun();
        start(new Run(child, options.threads(), run -> live(run, child.task)));
    }

    private void launchLater(Child child, Duration delay, Throwable cause) {
        start(
                new Run(
                        child,
                        options.threads(),
                        run -> live(run, () -> runAfter(delay, run, cause))));
    }

    private static void start(Run run) {
        run.child.run = run;
        run.thread.start();
    }

    private void runAfter(Duration delay, Run run, Throwable cause) throws Exception {
        options.sleeper().sleep(delay);
        if (lock.read(() -> run.told)) {
            throw new InterruptedException();
        }
        lock.change(run.child::begun);
        long count = lock.read(run.child::restarts);
        tell(new SupervisionEvent.Restarted(name, run.child.name, count, cause));
        run.child.task.run();
    }

    private void live(Run run, Task work) {
        Throwable failure = null;
        try {
            work.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        Throwable why = failure;
        lock.change(() -> ended(run, why));
    }

    private void ended(Run run, @Nullable Throwable failure) {
        run.ended = true;
        run.failure = failure;
        if (!run.told || (run.child.state == State.STUCK && phase == Phase.UP)) {
            ends.addLast(run);
        } else if (run.child.state == State.STUCK) {
            run.child.state = State.TERMINATED;
        }
    }

    /** Tells children to stop and waits for them, the last one first. */
    private void stop(List<Child> group, State next) {
        for (Child child : lock.read(() -> List.copyOf(group)).reversed()) {
            Run run = lock.read(() -> tellToStop(child, next));
            if (run != null) {
                join(run.thread, child.branch == null);
                lock.change(() -> stopped(run, next));
                if (lock.read(() -> child.state == State.STUCK)) {
                    Duration waited = options.stopWithin();
                    log.log(Level.ERROR, child.name + " was told to stop and does not: " + waited);
                    tell(new SupervisionEvent.Stuck(name, child.name, waited));
                }
            }
        }
    }

    /** The run to wait for; null if there is none. */
    private @Nullable Run tellToStop(Child child, State next) {
        Run run = child.run;
        if (run == null || run.ended || child.state == State.STUCK) {
            settle(child, run, next);
            return null;
        }
        run.told = true;
        run.thread.interrupt();
        return run;
    }

    /** A child without a run: it never began, or its last run has ended. */
    private void settle(Child child, @Nullable Run run, State next) {
        if (run != null && ends.remove(run)) {
            endedByItself(run, next);
        } else if (child.canStart() && child.state != State.FAILED) {
            child.state = next;
        }
        forgetWaiting(child, next);
    }

    /** What was to start beneath a supervisor that stays down does not wait any longer. */
    private static void forgetWaiting(Child child, State next) {
        Branch beneath = child.branch;
        if (beneath != null && next == State.TERMINATED) {
            for (Child waiting : beneath.children) {
                beneath.settle(waiting, waiting.run, next);
            }
        }
    }

    private void endedByItself(Run run, State next) {
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

    private void stopped(Run run, State next) {
        Throwable failure = run.failure;
        if (!run.ended) {
            run.child.state = State.STUCK;
        } else if (failure == null || failure instanceof InterruptedException) {
            run.child.state = next;
        } else {
            run.child.failed(failure, next);
            log.log(Level.WARNING, run.child.name + " failed when it was told to stop", failure);
        }
        forgetWaiting(run.child, next);
    }

    /** A task has its time to stop; a supervisor takes the time its own children have. */
    private void join(Thread thread, boolean limited) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + options.stopWithin().toNanos();
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

    private void tell(SupervisionEvent event) {
        try {
            options.listener().heard(event);
        } catch (RuntimeException e) {
            log.log(Level.ERROR, "a supervision listener failed: event=" + event, e);
        }
    }
}

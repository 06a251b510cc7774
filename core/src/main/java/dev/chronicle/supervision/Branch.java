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
    private final SupervisionListener listener;
    private final ChildStopper stopper;
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
        listener = new ShieldedListener(options.listener());
        stopper = new ChildStopper(name, options.stopWithin(), lock, ends, listener);
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

    /** What was to start beneath it does not wait any longer: it stays down. */
    void forgetWaiting() {
        children.forEach(waiting -> stopper.settle(waiting, State.TERMINATED));
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
            stopper.stop(children, State.TERMINATED);
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
            listener.heard(new SupervisionEvent.GaveUp(name, child.name, failure));
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
        stopper.stop(lock.read(() -> group(failed)), State.BACKING_OFF);
        options.sleeper().sleep(delay);
        for (Child child : lock.read(this::waiting)) {
            if (child.run != null) {
                long count = lock.read(child::restarts) + 1;
                listener.heard(new SupervisionEvent.Restarted(name, child.name, count, cause));
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
        listener.heard(new SupervisionEvent.Restarted(name, run.child.name, count, cause));
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
}

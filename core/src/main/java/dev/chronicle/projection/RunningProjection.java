package dev.chronicle.projection;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.supervision.Supervisor;
import dev.chronicle.supervision.SupervisorOptions;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** A projection at work. Threads may share it. */
public final class RunningProjection implements AutoCloseable {

    private static final Logger log = System.getLogger(Projections.class.getName());
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final EventStore store;
    private final Projection projection;
    private final Target target;
    private final ProjectionOptions options;
    private final SupervisorOptions supervision;
    private final Progress progress;
    private Supervisor supervisor;
    private boolean closed;

    RunningProjection(
            EventStore store,
            CheckpointStore checkpoints,
            Projection projection,
            ProjectionOptions options,
            SupervisorOptions supervision) {
        this.store = store;
        this.projection = projection;
        this.options = options;
        this.supervision = supervision;
        target = projection.target(checkpoints, options.telemetry());
        progress = new Progress(projection.name());
        supervisor = start();
    }

    private Supervisor start() {
        Supervisor own =
                new Supervisor(
                        projection.name(),
                        supervision,
                        (_, failure) -> progress.end(ProjectionStatus.State.STOPPED, failure));
        own.start(
                projection.name(), new ProjectionRun(store, projection, target, progress, options));
        return own;
    }

    /** The name of the projection. */
    public String name() {
        return projection.name();
    }

    /** How it is now. */
    public ProjectionStatus status() {
        return progress.status(store.head());
    }

    /**
     * Waits until everything up to the position has been dealt with, be it meant or not: then one
     * reads what was written there.
     *
     * @return whether it was, within the time
     * @throws ProjectionStoppedException if it will not come there, since it has stopped
     */
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        return progress.awaitReached(position.value(), timeout);
    }

    /**
     * Begins again at the start of the log, while others go on writing; a stopped projection too.
     * Ends its work behind the event it is at, then takes the position back durably, then {@link
     * Projection#onStart throws away} what was made. When this has returned, {@link #awaitPosition}
     * waits for what is made anew.
     *
     * @throws RebuildFailedException if it did not end in time, and then stays stopped; or if the
     *     position cannot be taken back, and then it goes on as it was
     * @throws IllegalStateException if it was closed
     */
    public synchronized void rebuild() {
        if (closed) {
            throw new IllegalStateException("the projection is closed: projection=" + name());
        }
        boolean tookBack = false;
        if (!stop(true)) {
            throw new RebuildFailedException(
                    name(), "it does not stop: waited=" + supervision.stopWithin(), null);
        }
        try {
            target.takeBack();
            tookBack = true;
        } catch (Exception e) {
            throw new RebuildFailedException(name(), e.toString(), e);
        } finally {
            progress.restart(tookBack);
            supervisor = start();
        }
    }

    /** Whether no run is left. It has its time to end by itself, then is interrupted. */
    private boolean stop(boolean forRebuild) {
        progress.tellToStop(forRebuild);
        boolean interrupted = false;
        try {
            progress.awaitInactive(supervision.stopWithin());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        supervisor.close();
        try {
            supervisor.awaitTermination(supervision.stopWithin().plus(A_MOMENT));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return progress.stopped();
    }

    /** Tells it and does not wait. */
    void tellToStop() {
        progress.tellToStop(false);
    }

    /** Whether it is closed and no run is left. */
    synchronized boolean hasEnded() {
        return closed && progress.isInactive();
    }

    /**
     * Ends its work behind the event it is at, and keeps its position. If that takes longer than
     * the options' time to stop, its thread is interrupted, and it is waited for that long again.
     * Closing again does nothing.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (!stop(false)) {
                log.log(Level.ERROR, "a projection does not stop: projection=" + name());
            }
        }
    }
}

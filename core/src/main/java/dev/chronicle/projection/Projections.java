package dev.chronicle.projection;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.supervision.SupervisionEvent;
import dev.chronicle.supervision.SupervisorOptions;
import dev.chronicle.telemetry.TelemetryEvent;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs {@link Projection}s on a store, each in a thread and under a supervisor of its own: one that
 * fails is restarted after a growing wait, as long as it takes, and never touches the others.
 * Threads may share it. It does not close the stores.
 */
public final class Projections implements AutoCloseable {

    /** A wait begins small again when nothing has failed for so long. */
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);

    private final EventStore store;
    private final CheckpointStore checkpoints;
    private final ProjectionOptions options;
    private final SupervisorOptions supervision;
    private final Map<String, RunningProjection> running = new LinkedHashMap<>();
    private boolean closed;

    /** Runs them with the {@link ProjectionOptions#standard() standard} options. */
    public Projections(EventStore store, CheckpointStore checkpoints) {
        this(store, checkpoints, ProjectionOptions.standard());
    }

    /**
     * @param checkpoints remembers how far projections are that have no state of their own; of this
     *     log and no other
     */
    public Projections(EventStore store, CheckpointStore checkpoints, ProjectionOptions options) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.options = options;
        supervision =
                options.supervision()
                        .intensity(Integer.MAX_VALUE, FORGIVEN_AFTER)
                        .listener(this::heard);
    }

    private void heard(SupervisionEvent event) {
        options.supervision().listener().heard(event);
        options.telemetry()
                .emit(
                        switch (event) {
                            case SupervisionEvent.Restarted(
                                            var supervisor,
                                            var child,
                                            var restarts,
                                            var cause) ->
                                    new TelemetryEvent.ChildRestarted(
                                            supervisor, child, restarts, cause);
                            case SupervisionEvent.Stuck(var supervisor, var child, var waited) ->
                                    new TelemetryEvent.ChildStuck(supervisor, child, waited);
                            case SupervisionEvent.GaveUp(var supervisor, var child, var cause) ->
                                    new TelemetryEvent.SupervisorGaveUp(supervisor, child, cause);
                        });
    }

    /**
     * Starts a projection where it was kept last, or at the start of the log. A name that was
     * closed may be started again.
     *
     * @throws IllegalStateException if one of that name runs, or this was closed
     */
    public synchronized RunningProjection start(Projection projection) {
        if (closed) {
            throw new IllegalStateException(
                    "projections are closed: projection=" + projection.name());
        }
        RunningProjection before = running.get(projection.name());
        if (before != null && !before.hasEnded()) {
            throw new IllegalStateException(
                    "a projection of that name runs: projection=" + projection.name());
        }
        RunningProjection started =
                new RunningProjection(store, checkpoints, projection, options, supervision);
        running.put(projection.name(), started);
        return started;
    }

    /** How every projection is now, in the order of their first start. */
    public synchronized List<ProjectionStatus> statuses() {
        return running.values().stream().map(RunningProjection::status).toList();
    }

    /** Closes every projection; see {@link RunningProjection#close}. Start none any more. */
    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(RunningProjection::tellToStop);
        running.values().forEach(RunningProjection::close);
    }
}

package dev.chronicle.cluster;

import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One process that runs parts of projections, as it can be paused and killed. */
final class ProjectingNode implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    final String name;
    final Gate gate = new Gate();
    final List<TelemetryEvent> told = new CopyOnWriteArrayList<>();
    final EventStore store;
    final ClusteredProjections projections;

    ProjectingNode(Nodes nodes, String name, EventStore log, CheckpointStore checkpoints) {
        this.name = name;
        Distribution distribution = nodes.distribution(name);
        store = distribution.store("log", gate.log(new DeafStore(log)), LOOK_EVERY);
        Telemetry telemetry = new Telemetry();
        telemetry.attach(told::add);
        projections =
                distribution.projections(
                        store,
                        gate.checkpoints(checkpoints),
                        ProjectionOptions.standard().telemetry(telemetry));
    }

    /** Shares a projection that notes what it handles. */
    ClusteredProjection noting(String projection, int partitions, Handled handled) {
        return projections.partitioned(
                projection,
                partitions,
                partition -> {
                    Handled.Run run = handled.begin(name, partition);
                    return Projection.of(
                                    projection,
                                    Query.all(),
                                    event -> gate.pass(() -> run.handle(event)))
                            .batch(10)
                            .checkpointEvery(7, Duration.ofMillis(5));
                });
    }

    /** Ends it without a word: nothing it does has an effect any more. */
    void die() {
        gate.kill();
        close();
    }

    @Override
    public void close() {
        projections.close();
        store.close();
    }
}

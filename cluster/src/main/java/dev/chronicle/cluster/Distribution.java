package dev.chronicle.cluster;

import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.telemetry.Telemetry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/**
 * Event sourcing on the nodes of a cluster: stores that wake each other, projections that the nodes
 * share, commands that go to the node of their aggregate. Systems of different scopes share a
 * cluster and see nothing of each other. Threads share it.
 *
 * <p>What is made here is to be closed before the node is.
 */
public final class Distribution {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Place place;
    private final Telemetry telemetry;

    /** A system's place on a node. */
    record Place(
            ClusterOptions.Scopes scopes,
            Network network,
            WorkerRegistry registry,
            Switchboard switchboard,
            InstantSource clock,
            ThreadFactory threads) {

        /** Of what is registered, and of what the nodes ask each other. */
        String scope() {
            return scopes.registry();
        }
    }

    Distribution(Place place, Telemetry telemetry) {
        this.place = place;
        this.telemetry = telemetry;
    }

    /**
     * The store, such that subscriptions on every node hear of every commit.
     *
     * @param name of the log, the same on all nodes, 1 to 200 characters
     * @param store is closed with it
     * @throws IllegalStateException if this node has a store of that name already
     */
    public ClusteredEventStore store(String name, EventStore store) {
        return store(name, store, LOOK_EVERY);
    }

    ClusteredEventStore store(String name, EventStore store, Duration lookEvery) {
        return new ClusteredEventStore(
                store,
                new SharedLog(
                        place.switchboard(),
                        place.scopes().pubSub(),
                        name,
                        lookEvery,
                        place.threads()));
    }

    /**
     * Projections on a store that the nodes share.
     *
     * @param store such as {@link #store} gives
     * @param checkpoints of that store, shared by the nodes as it is
     */
    public ClusteredProjections projections(
            EventStore store, CheckpointStore checkpoints, ProjectionOptions options) {
        return new ClusteredProjections(
                place, new SharedProjection.Work(store, checkpoints, options));
    }

    /**
     * Executes commands of one kind of aggregate, each on the node of its aggregate.
     *
     * @param aggregates on a store that the nodes share
     * @param codec writes commands and their outcomes
     * @throws IllegalStateException if this node has aggregates of that category already
     */
    public <C, E, R> ClusteredCommands<C, E, R> commands(
            Aggregates<C, E, ?, R> aggregates, CommandCodec<C, E, R> codec) {
        return new ClusteredCommands<>(place, aggregates, codec, telemetry);
    }
}

package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Nodes of a {@link FakeCluster}, as event sourcing has them. */
final class Nodes implements AutoCloseable {

    private final FakeCluster cluster;
    private final Map<Network, Switchboard> switchboards = new HashMap<>();

    Nodes(String... names) {
        cluster = new FakeCluster(names);
    }

    FakeCluster cluster() {
        return cluster;
    }

    FakeNetwork network() {
        return cluster.network();
    }

    Distribution distribution(String node) {
        return distribution(node, "test", cluster.registry(node));
    }

    /** Another system on the same node. */
    Distribution distribution(String node, String scope, WorkerRegistry registry) {
        return new Distribution(place(node, scope, registry), new Telemetry());
    }

    Distribution.Place place(String node, String scope, WorkerRegistry registry) {
        Network network = cluster.node(node).network();
        return new Distribution.Place(
                new ClusterOptions.Scopes(scope, scope),
                network,
                registry,
                switchboards.computeIfAbsent(network, Switchboard::new),
                InstantSource.system(),
                Thread.ofVirtual().factory());
    }

    @Override
    public void close() {
        cluster.close();
    }
}

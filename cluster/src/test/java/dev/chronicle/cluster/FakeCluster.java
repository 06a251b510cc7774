package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Nodes on a {@link FakeNetwork} that agree by {@link FakeConsensus}, each with a registry. */
final class FakeCluster implements AutoCloseable {

    private final FakeNetwork network;
    private final FakeConsensus consensus;
    private final InstantSource clock;
    private final Map<String, Node> nodes = new TreeMap<>();

    /** Starts all of these nodes, on a clock that stands still. */
    FakeCluster(String... names) {
        network = new FakeNetwork(names);
        consensus = new FakeConsensus(network);
        clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
        for (String name : names) {
            start(name);
        }
    }

    record Node(
            Agreement agreement,
            WorkerRegistry registry,
            DepartedNodes departed,
            Telemetry telemetry)
            implements AutoCloseable {

        Network network() {
            return agreement.network();
        }

        @Override
        public void close() {
            registry.close();
            departed.close();
            agreement.consensus().close();
        }
    }

    FakeNetwork network() {
        return network;
    }

    FakeConsensus consensus() {
        return consensus;
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    WorkerRegistry registry(String node) {
        return node(node).registry();
    }

    /** A further registry of a node, in another scope. To be closed by who asked for it. */
    WorkerRegistry registry(String node, String scope) {
        return new WorkerRegistry(
                scope, node(node).agreement(), clock, new Telemetry(), Duration.ofSeconds(5));
    }

    /** Starts a node with an empty memory. */
    Node start(String name) {
        Network joined = network.join(name);
        RegistryState state = new RegistryState();
        Agreement agreement = new Agreement(joined, consensus.join(joined.self(), state), state);
        Telemetry telemetry = new Telemetry();
        Node node =
                new Node(
                        agreement,
                        new WorkerRegistry("test", agreement, clock, telemetry),
                        new DepartedNodes(joined, agreement.consensus(), state),
                        telemetry);
        nodes.put(name, node);
        return node;
    }

    /** Kills a node. */
    void kill(String name) {
        Node node = node(name);
        nodes.remove(name);
        network.kill(name);
        node.close();
    }

    @Override
    public void close() {
        nodes.values().forEach(Node::close);
    }
}

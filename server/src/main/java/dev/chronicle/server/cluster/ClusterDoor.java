package dev.chronicle.server.cluster;

import dev.chronicle.cluster.ClusterNode;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.pubsub.Transport;
import dev.chronicle.server.http.Endpoint;
import dev.chronicle.server.http.ErrorStyle;
import dev.chronicle.store.EventStore;
import dev.chronicle.telemetry.Telemetry;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * This server as a node of a cluster: it works for its store, and brings messages of channels to
 * the other nodes. Without a cluster it says so and does nothing.
 */
public final class ClusterDoor implements AutoCloseable {

    /** What the store of every server is called by. */
    public static final String STORE = "default";

    private final Optional<ClusterNode> node;

    private ClusterDoor(Optional<ClusterNode> node) {
        this.node = node;
    }

    /**
     * Joins the cluster, if there is to be one.
     *
     * @throws dev.chronicle.cluster.ClusterException if it cannot join
     */
    public static ClusterDoor open(
            Optional<ClusterOptions> cluster, EventStore store, Telemetry telemetry) {
        return new ClusterDoor(cluster.map(options -> join(options, store, telemetry)));
    }

    private static ClusterNode join(ClusterOptions options, EventStore store, Telemetry telemetry) {
        ClusterNode node = open(options, telemetry);
        try {
            // closing the node ends the offer
            var _ = node.gateway().offer(STORE, options.self().name(), store);
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static ClusterNode open(ClusterOptions options, Telemetry telemetry) {
        try {
            return ClusterNode.open(
                    options,
                    new ClusterNode.Means(InstantSource.system(), new SecureRandom(), telemetry));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining the cluster", e);
        }
    }

    /** What brings messages of channels to whom they are for. */
    public Transport transport() {
        return node.map(ClusterNode::channels).orElseGet(Transport::inProcess);
    }

    /** How the cluster is, if there is one. */
    public Optional<ClusterNode.Status> status() {
        return node.map(ClusterNode::status);
    }

    /** What it answers, by path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "/cluster",
                Endpoint.get(ErrorStyle.ERROR_AND_DETAIL, new ClusterEndpoint(this::status)::get));
    }

    /** Leaves the cluster. */
    @Override
    public void close() {
        node.ifPresent(ClusterNode::close);
    }
}

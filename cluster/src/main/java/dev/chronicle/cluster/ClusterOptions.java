package dev.chronicle.cluster;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A node of a cluster.
 *
 * @param self this node; one of {@code voters}
 * @param voters all nodes whose majority decides, the same on every node and in the life of the
 *     cluster
 * @param bind where this node listens; the hundredth port behind it, too, notices when a node dies
 * @param addresses where the nodes can be found
 * @param directory where this node keeps what was agreed on; is made if it is not there, and
 *     belongs to one node alone
 * @param secret what all nodes know; without one, only loopback addresses are allowed
 * @param scopes keep several systems on one cluster apart
 */
public record ClusterOptions(
        Member self,
        List<Member> voters,
        InetSocketAddress bind,
        AddressBook addresses,
        Path directory,
        Optional<ClusterSecret> secret,
        Scopes scopes) {

    /** The most nodes: {@value}. */
    public static final int MAX_NODES = 32;

    /**
     * Names that keep systems on one cluster apart.
     *
     * @param registry of workers; {@code default} unless given
     * @param pubSub of messages of channels and of wake-ups; {@code default} unless given
     */
    public record Scopes(String registry, String pubSub) {

        public Scopes {
            WorkerKey.requireName("scope", registry);
            WorkerKey.requireName("scope", pubSub);
        }

        /** Both are {@code default}. */
        public static Scopes standard() {
            return new Scopes("default", "default");
        }
    }

    public ClusterOptions {
        Objects.requireNonNull(addresses, "addresses");
        Objects.requireNonNull(directory, "directory");
        voters = voters.stream().sorted().toList();
        if (new HashSet<>(voters).size() < voters.size()) {
            throw new IllegalArgumentException("a node is named twice: cluster=" + voters);
        }
        if (voters.size() > MAX_NODES) {
            throw new IllegalArgumentException(
                    "a cluster has at most %d nodes: nodes=%d".formatted(MAX_NODES, voters.size()));
        }
        if (!voters.contains(self)) {
            throw new IllegalArgumentException(
                    "the node is not one of the cluster: node=%s cluster=%s"
                            .formatted(self, voters));
        }
        if (bind.isUnresolved()) {
            throw new IllegalArgumentException("the node's address is not known: " + bind);
        }
        if (secret.isEmpty() && !bind.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "a cluster beyond the loopback address needs a secret: address=" + bind);
        }
    }
}

package dev.chronicle.server.cli;

import picocli.CommandLine.Option;

import java.util.Optional;

/** The flags of a node of a cluster, as they were typed. */
final class ClusterFlags {

    @Option(
            names = "--cluster",
            paramLabel = "<nodes>",
            description = {
                "All nodes of the cluster (CHRONICLE_CLUSTER; none): a=host:port,b=host:port,…",
                "or, with a --database on PostgreSQL through which they find each other, a,b,…"
            })
    Optional<String> cluster = Optional.empty();

    @Option(
            names = "--node",
            paramLabel = "<name>",
            description = "Which node of the cluster this one is (CHRONICLE_NODE).")
    Optional<String> node = Optional.empty();

    @Option(
            names = "--cluster-address",
            paramLabel = "<host:port>",
            description = {
                "Where the other nodes reach this one, if --cluster does not say it",
                "(CHRONICLE_CLUSTER_ADDRESS; 127.0.0.1:7800)."
            })
    Optional<String> address = Optional.empty();

    @Option(
            names = "--cluster-data",
            paramLabel = "<directory>",
            description = {
                "Where this node keeps what the nodes agree on (CHRONICLE_CLUSTER_DATA;",
                "./cluster-<name>)."
            })
    Optional<String> data = Optional.empty();

    @Option(
            names = "--cluster-secret-file",
            paramLabel = "<file>",
            description = {
                "Has what all nodes know and nobody else; needed beyond the loopback address",
                "(CHRONICLE_CLUSTER_SECRET_FILE, or the secret in CHRONICLE_CLUSTER_SECRET)."
            })
    Optional<String> secretFile = Optional.empty();
}

package dev.chronicle.server.cli;

import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.postgres.PostgresNodes;

import java.util.Optional;

/**
 * This server's place in a cluster, if it has one, with what it finds the others by.
 *
 * @param options of the node
 * @param nodes the shared database in which they find each other, if that is how
 */
record ClusterPlace(Optional<ClusterOptions> options, Optional<PostgresNodes> nodes)
        implements AutoCloseable {

    static ClusterPlace of(Optional<ClusterSetting> setting, StoreLocation log) {
        if (setting.isEmpty()) {
            return new ClusterPlace(Optional.empty(), Optional.empty());
        }
        Optional<AddressBook> given = setting.get().addresses();
        if (given.isPresent()) {
            return new ClusterPlace(
                    Optional.of(setting.get().options(given.get())), Optional.empty());
        }
        PostgresNodes nodes = open(log);
        return new ClusterPlace(
                Optional.of(setting.get().options(new SharedAddresses(nodes))), Optional.of(nodes));
    }

    private static PostgresNodes open(StoreLocation log) {
        if (!(log instanceof StoreLocation.InPostgres postgres)) {
            throw new IllegalStateException("the addresses of the nodes are not known");
        }
        try {
            return PostgresNodes.open(postgres.options());
        } catch (EventStoreException e) {
            throw new CommandFailedException("cannot use %s: %s".formatted(log, e.getMessage()), e);
        }
    }

    /** A further line of what a server says when it starts. */
    String banner() {
        return options.map(
                        it ->
                                "\n  cluster:    node %s of %s at %s:%d"
                                        .formatted(
                                                it.self(),
                                                it.voters(),
                                                it.bind().getAddress().getHostAddress(),
                                                it.bind().getPort()))
                .orElse("");
    }

    @Override
    public void close() {
        nodes.ifPresent(PostgresNodes::close);
    }
}

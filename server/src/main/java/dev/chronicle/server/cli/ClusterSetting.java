package dev.chronicle.server.cli;

import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.cluster.ClusterSecret;
import dev.chronicle.cluster.Member;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster that a server is to be a node of.
 *
 * @param self this node
 * @param nodes all of them, with their addresses where these are given
 * @param bind where this node listens
 * @param directory where it keeps what was agreed on
 * @param secret what all nodes know
 */
record ClusterSetting(
        Member self,
        Map<Member, Optional<InetSocketAddress>> nodes,
        InetSocketAddress bind,
        Path directory,
        Optional<ClusterSecret> secret) {

    private static final int MAX_SECRET_BYTES = 4096;

    static Optional<ClusterSetting> of(
            ClusterFlags flags, Map<String, String> environment, StoreLocation log)
            throws Settings.InvalidException {
        Setting cluster =
                Setting.pick("--cluster", flags.cluster, "CHRONICLE_CLUSTER", environment, "");
        Setting node = Setting.pick("--node", flags.node, "CHRONICLE_NODE", environment, "");
        if (cluster.value().isEmpty()) {
            if (!node.value().isEmpty()) {
                throw new Settings.InvalidException(node.name() + " needs a --cluster");
            }
            return Optional.empty();
        }
        if (node.value().isEmpty()) {
            throw new Settings.InvalidException(cluster.name() + " needs a --node");
        }
        Member self = member(node, node.text());
        Map<Member, Optional<InetSocketAddress>> nodes = nodes(cluster);
        if (!nodes.containsKey(self)) {
            throw node.wrong("one of the nodes of the cluster");
        }
        boolean found = nodes.values().stream().noneMatch(Optional::isEmpty);
        if (!found && !(log instanceof StoreLocation.InPostgres)) {
            throw new Settings.InvalidException(
                    cluster.name() + " must be name=host:port,… without a database on PostgreSQL");
        }
        ClusterSetting setting =
                new ClusterSetting(
                        self,
                        nodes,
                        bind(flags, environment, nodes.get(self)),
                        Setting.pick(
                                        "--cluster-data",
                                        flags.data,
                                        "CHRONICLE_CLUSTER_DATA",
                                        environment,
                                        "cluster-" + self.name())
                                .path(),
                        secret(flags, environment));
        setting.check();
        return Optional.of(setting);
    }

    private void check() throws Settings.InvalidException {
        try {
            var _ = options(AddressBook.of(Map.of()));
        } catch (IllegalArgumentException e) {
            throw new Settings.InvalidException("--cluster makes no sense: " + e.getMessage());
        }
    }

    /** Where the other nodes are, if that is given and need not be looked up elsewhere. */
    Optional<AddressBook> addresses() {
        Map<Member, InetSocketAddress> given = new TreeMap<>();
        nodes.forEach((member, address) -> address.ifPresent(it -> given.put(member, it)));
        return given.size() == nodes.size() ? Optional.of(AddressBook.of(given)) : Optional.empty();
    }

    ClusterOptions options(AddressBook addresses) {
        return new ClusterOptions(
                self,
                List.copyOf(nodes.keySet()),
                bind,
                addresses,
                directory,
                secret,
                ClusterOptions.Scopes.standard());
    }

    private static Map<Member, Optional<InetSocketAddress>> nodes(Setting cluster)
            throws Settings.InvalidException {
        Map<Member, Optional<InetSocketAddress>> nodes = new TreeMap<>();
        for (String part : List.of(cluster.value().split(",", -1))) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            Optional<InetSocketAddress> address =
                    equals < 0
                            ? Optional.empty()
                            : Optional.of(address(cluster, part.substring(equals + 1)));
            if (nodes.put(member(cluster, name.strip()), address) != null) {
                throw new Settings.InvalidException(
                        "%s names a node twice: %s".formatted(cluster.name(), name));
            }
        }
        return nodes;
    }

    private static Member member(Setting setting, String name) throws Settings.InvalidException {
        try {
            return new Member(name);
        } catch (IllegalArgumentException e) {
            throw new Settings.InvalidException(setting.name() + ": " + e.getMessage());
        }
    }

    private static InetSocketAddress address(Setting setting, String text)
            throws Settings.InvalidException {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
            int port = new Setting(setting.name(), text.substring(colon + 1)).number(1, 65_435);
            return InetSocketAddress.createUnresolved(host, port);
        }
        throw new Settings.InvalidException(
                "%s must have host:port, not %s".formatted(setting.name(), text));
    }

    private static InetSocketAddress bind(
            ClusterFlags flags, Map<String, String> environment, Optional<InetSocketAddress> given)
            throws Settings.InvalidException {
        Setting setting =
                Setting.pick(
                        "--cluster-address",
                        flags.address,
                        "CHRONICLE_CLUSTER_ADDRESS",
                        environment,
                        "127.0.0.1:7800");
        InetSocketAddress address =
                given.isPresent() ? given.get() : address(setting, setting.text());
        InetSocketAddress found = new InetSocketAddress(address.getHostString(), address.getPort());
        if (found.isUnresolved()) {
            throw new Settings.InvalidException("unknown host: " + address.getHostString());
        }
        return found;
    }

    private static Optional<ClusterSecret> secret(
            ClusterFlags flags, Map<String, String> environment) throws Settings.InvalidException {
        Setting file =
                Setting.pick(
                        "--cluster-secret-file",
                        flags.secretFile,
                        "CHRONICLE_CLUSTER_SECRET_FILE",
                        environment,
                        "");
        String text = environment.getOrDefault("CHRONICLE_CLUSTER_SECRET", "");
        try {
            if (!file.value().isEmpty()) {
                return Optional.of(ClusterSecret.of(read(file)));
            }
            return text.isEmpty() ? Optional.empty() : Optional.of(ClusterSecret.of(text));
        } catch (IllegalArgumentException e) {
            throw new Settings.InvalidException(String.valueOf(e.getMessage()));
        }
    }

    private static String read(Setting file) throws Settings.InvalidException {
        Path path = file.path();
        try {
            if (Files.size(path) > MAX_SECRET_BYTES) {
                throw new Settings.InvalidException(
                        "%s has more than %d bytes: %s"
                                .formatted(file.name(), MAX_SECRET_BYTES, path));
            }
            return Files.readString(path);
        } catch (IOException e) {
            throw new Settings.InvalidException("%s cannot be read: %s".formatted(file.name(), e));
        }
    }
}

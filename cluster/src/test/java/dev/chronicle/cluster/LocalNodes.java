package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Real nodes in one JVM, on the loopback address. */
final class LocalNodes implements AutoCloseable {

    private final Path directory;
    private final Optional<ClusterSecret> secret;
    private final Map<Member, InetSocketAddress> addresses = new TreeMap<>();
    private final Map<String, ClusterNode> nodes = new ConcurrentHashMap<>();

    LocalNodes(Path directory, Optional<ClusterSecret> secret, String... names) {
        this.directory = directory;
        this.secret = secret;
        List<Integer> ports = Ports.free(names.length);
        for (int i = 0; i < names.length; i++) {
            addresses.put(
                    new Member(names[i]),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(i)));
        }
    }

    ClusterNode start(String name) throws InterruptedException {
        return start(name, secret);
    }

    ClusterNode start(String name, Optional<ClusterSecret> secret) throws InterruptedException {
        Member self = new Member(name);
        ClusterOptions options =
                new ClusterOptions(
                        self,
                        List.copyOf(addresses.keySet()),
                        Objects.requireNonNull(addresses.get(self)),
                        AddressBook.of(addresses),
                        directory.resolve(name),
                        secret,
                        ClusterOptions.Scopes.standard());
        ClusterNode node =
                ClusterNode.open(
                        options,
                        new ClusterNode.Means(
                                InstantSource.system(), new Random(), new Telemetry()));
        nodes.put(name, node);
        return node;
    }

    ClusterNode get(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    boolean runs(String name) {
        return nodes.containsKey(name);
    }

    void stop(String name) {
        get(name).close();
        nodes.remove(name);
    }

    @Override
    public void close() {
        nodes.values().forEach(ClusterNode::close);
    }
}

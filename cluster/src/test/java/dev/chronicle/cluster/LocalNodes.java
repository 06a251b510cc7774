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
        InetSocketAddress address = Objects.requireNonNull(addresses.get(new Member(name)));
        ClusterNode node = open(name, address, AddressBook.of(addresses), secret);
        nodes.put(name, node);
        return node;
    }

    /** The same node once more, elsewhere. To be closed by who asked for it. */
    ClusterNode openAgain(String name, AddressBook book) throws InterruptedException {
        InetSocketAddress elsewhere =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free(1).getFirst());
        return open(name, elsewhere, book, secret);
    }

    Map<Member, InetSocketAddress> addresses() {
        return Map.copyOf(addresses);
    }

    private ClusterNode open(
            String name,
            InetSocketAddress address,
            AddressBook book,
            Optional<ClusterSecret> secret)
            throws InterruptedException {
        return ClusterNode.open(
                new ClusterOptions(
                        new Member(name),
                        List.copyOf(addresses.keySet()),
                        address,
                        book,
                        directory.resolve(name + "-" + address.getPort()),
                        secret,
                        ClusterOptions.Scopes.standard()),
                new ClusterNode.Means(InstantSource.system(), new Random(), new Telemetry()));
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

package dev.chronicle.examples.shop;

import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.ClusterNode;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.cluster.Member;
import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Some tea is received and ordered. Both nodes run in this process, so a log in memory is enough;
 * nodes on several machines have a {@code PostgresEventStore} each, on one database. Takes the
 * directory to use and two ports.
 */
final class ShopExample {

    private static final Member INVENTORY = new Member("inventory");
    private static final Member ORDERS = new Member("orders");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ShopExample() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args.length > 0 ? args[0] : "data/shop");
        Map<Member, InetSocketAddress> addresses =
                Map.of(
                        INVENTORY, local(args.length > 1 ? args[1] : "7801"),
                        ORDERS, local(args.length > 2 ? args[2] : "7802"));
        try (EventStore log = new MemoryEventStore();
                CheckpointStore checkpoints = new MemoryCheckpointStore();
                ClusterNode one = open(INVENTORY, addresses, directory);
                ClusterNode two = open(ORDERS, addresses, directory);
                EventStore onOne = one.distribution().store("shop", log);
                EventStore onTwo = two.distribution().store("shop", log);
                var inventory = new InventoryNode(one.distribution(), onOne, checkpoints);
                var orders = new OrdersNode(two.distribution(), onTwo, checkpoints)) {
            System.out.println(inventory.receive("tea", 10));
            System.out.println(orders.place("o-1", "tea", 3));
            System.out.println(orders.place("o-2", "tea", 20));
            System.out.println(orders.place("o-3", "tea", 7));
            printAnswers(onTwo, 3);
        }
    }

    private static void printAnswers(EventStore store, int count) throws InterruptedException {
        Query answers = Query.types("Confirmed", "Refused");
        try (Subscription events = store.subscribe(answers, Position.START)) {
            for (int i = 0; i < count; i++) {
                for (Event event : events.take(1, PATIENCE)) {
                    System.out.println(event.stream() + " " + event.type());
                }
            }
        }
    }

    private static InetSocketAddress local(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private static ClusterNode open(
            Member self, Map<Member, InetSocketAddress> addresses, Path directory)
            throws InterruptedException {
        ClusterOptions options =
                new ClusterOptions(
                        self,
                        List.copyOf(addresses.keySet()),
                        Objects.requireNonNull(addresses.get(self)),
                        AddressBook.of(addresses),
                        directory.resolve(self.name()),
                        Optional.empty(),
                        new ClusterOptions.Scopes("shop", "shop"));
        return ClusterNode.open(
                options,
                new ClusterNode.Means(InstantSource.system(), new Random(), new Telemetry()));
    }
}

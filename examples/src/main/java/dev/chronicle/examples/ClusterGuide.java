package dev.chronicle.examples;

import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.ClusterNode;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.cluster.Gateway;
import dev.chronicle.cluster.Member;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The code of the guide to clusters, with a cluster of one. Takes a directory and a port. */
final class ClusterGuide {

    private ClusterGuide() {}

    public static void main(String[] args) throws Exception {
        Member self = new Member("a");
        InetSocketAddress address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(args.length > 1 ? args[1] : "7801"));
        ClusterOptions options =
                new ClusterOptions(
                        self,
                        List.of(self),
                        address,
                        AddressBook.of(Map.of(self, address)),
                        Path.of(args.length > 0 ? args[0] : "data/cluster"),
                        Optional.empty(),
                        ClusterOptions.Scopes.standard());
        ClusterNode.Means means =
                new ClusterNode.Means(InstantSource.system(), new Random(), new Telemetry());
        ClusterNode node = ClusterNode.open(options, means);
        try (node;
                EventStore store = new MemoryEventStore()) {
            callThroughTheGateway(node, store);
        }
    }

    private static void callThroughTheGateway(ClusterNode node, EventStore store)
            throws InterruptedException {
        List<NewEvent> events =
                List.of(NewEvent.of(StreamId.parse("order/1"), "Placed").id("o-1").build());
        Gateway.Offer offer = node.gateway().offer("orders", "worker-1", store);
        List<AppendResult> results =
                node.gateway().execute("orders", worker -> worker.append(events).get());
        System.out.println(results);
        System.out.println(node.registry().workers("orders").size() + " works for orders");
        offer.close();
    }
}

package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.ClusterNode;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.cluster.ClusteredProjections;
import dev.chronicle.cluster.Member;
import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.server.SseClient;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Three servers as one, each a process of its own. */
class ClusterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path directory;

    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket one = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    ServerSocket two =
                            new ServerSocket(port + 100, 1, InetAddress.getLoopbackAddress())) {
                assertThat(two.getLocalPort()).isEqualTo(port + 100);
                return one.getLocalPort();
            } catch (IOException e) {
                // taken: another one
            }
        }
    }

    private static JsonNode get(ServerProcess server, String path) throws Exception {
        String body =
                HTTP.send(
                                HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                                BodyHandlers.ofString())
                        .body();
        return new JsonMapper().readTree(body);
    }

    private static JsonNode await(ServerProcess server, Predicate<JsonNode> isSo) throws Exception {
        long start = System.nanoTime();
        while (true) {
            JsonNode cluster = get(server, "/cluster");
            if (isSo.test(cluster)) {
                return cluster;
            }
            assertThat(System.nanoTime() - start)
                    .as("the cluster is not as it should be: %s", cluster)
                    .isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean isWhole(JsonNode cluster, int nodes) {
        return cluster.get("health").asString().equals("healthy")
                && cluster.get("reachable").size() == nodes
                && cluster.get("workers").size() == nodes;
    }

    @Test
    void three_servers_are_one_for_channels_and_go_on_when_one_is_killed() throws Exception {
        String cluster =
                "a=127.0.0.1:%d,b=127.0.0.1:%d,c=127.0.0.1:%d"
                        .formatted(freePort(), freePort(), freePort());
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (String name : List.of("a", "b", "c")) {
                servers.add(
                        ServerProcess.with(
                                List.of("--data", directory.resolve(name).toString()),
                                "--cluster",
                                cluster,
                                "--node",
                                name,
                                "--cluster-data",
                                directory.resolve("cluster-" + name).toString()));
            }
            for (ServerProcess server : servers) {
                JsonNode seen = await(server, it -> isWhole(it, 3));
                assertThat(seen.get("nodes").size()).isEqualTo(3);
                assertThat(seen.at("/workers/0/store").asString()).isEqualTo("default");
            }
            assertThat(get(servers.getFirst(), "/health").at("/cluster/majority").asBoolean())
                    .isTrue();
            messageReaches(servers.get(0), servers.get(2));

            servers.get(2).kill();
            await(servers.get(0), it -> isWhole(it, 2));
            servers.get(1).kill();
            JsonNode alone =
                    await(servers.get(0), it -> it.get("health").asString().equals("no_majority"));
            assertThat(alone.get("reachable").size()).isEqualTo(1);
            assertThat(get(servers.get(0), "/health").get("status").asString())
                    .isEqualTo("healthy");
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    /** Two servers and a Java program, which shares a projection. */
    @Test
    void servers_find_each_other_through_their_database_and_tell_who_runs_what() throws Exception {
        List<Integer> ports = List.of(freePort(), freePort(), freePort());
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (String name : List.of("a", "b")) {
                servers.add(
                        ServerProcess.with(
                                Backing.SHARED.arguments(directory),
                                "--cluster",
                                "a,b,c",
                                "--node",
                                name,
                                "--cluster-address",
                                "127.0.0.1:" + ports.get(servers.size()),
                                "--cluster-data",
                                directory.resolve("cluster-" + name).toString()));
            }
            JsonNode two = await(servers.getFirst(), it -> isWhole(it, 2));
            assertThat(two.get("nodes").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
            assertThat(two.get("projections").isEmpty()).isTrue();

            try (ClusterNode c = join("c", ports);
                    MemoryEventStore store = new MemoryEventStore();
                    ClusteredProjections projections =
                            c.distribution()
                                    .projections(
                                            store,
                                            new MemoryCheckpointStore(),
                                            ProjectionOptions.standard())) {
                var _ = projections.once(Projection.of("mails", Query.all(), _ -> {}));
                for (ServerProcess server : servers) {
                    JsonNode three = await(server, it -> it.get("projections").size() == 1);
                    assertThat(three.get("reachable").size()).isEqualTo(3);
                    assertThat(three.get("workers").size()).isEqualTo(2);
                    assertThat(three.at("/projections/0").toString())
                            .isEqualTo("{\"projection\":\"mails\",\"partitions\":[\"c\"]}");
                }
            }
            await(servers.getLast(), it -> it.get("projections").isEmpty() && isWhole(it, 2));
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private ClusterNode join(String name, List<Integer> ports) throws InterruptedException {
        Map<Member, InetSocketAddress> addresses = new TreeMap<>();
        for (String member : List.of("a", "b", "c")) {
            addresses.put(
                    new Member(member),
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), ports.get(addresses.size())));
        }
        return ClusterNode.open(
                new ClusterOptions(
                        new Member(name),
                        List.copyOf(addresses.keySet()),
                        Objects.requireNonNull(addresses.get(new Member(name))),
                        AddressBook.of(addresses),
                        directory.resolve("cluster-" + name),
                        Optional.empty(),
                        ClusterOptions.Scopes.standard()),
                new ClusterNode.Means(InstantSource.system(), new Random(), new Telemetry()));
    }

    private static void messageReaches(ServerProcess from, ServerProcess to) throws Exception {
        try (SseClient listener = SseClient.open(to.port(), "/channels/events/user.%3E")) {
            HttpRequest publish =
                    HttpRequest.newBuilder(URI.create(from.url() + "/channels/events/user.created"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"user\":\"ann\"}"))
                            .build();
            assertThat(HTTP.send(publish, BodyHandlers.ofString()).statusCode() / 100).isEqualTo(2);
            assertThat(listener.event().data()).contains("ann");
        }
    }
}

package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Client;
import dev.chronicle.server.it.RealPostgres;
import dev.chronicle.server.it.RealRedis;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Several processes on one PostgreSQL and one Redis, any of which may be killed. */
@Timeout(300)
class SharedLogIT {

    private static final int KILLS = Boolean.getBoolean("chronicle.slow") ? 10 : 1;
    private static final int BATCH = 20;

    private static final AtomicInteger LOGS = new AtomicInteger();

    @TempDir private static Path directory;
    private static RealPostgres postgres;
    private static RealRedis redis;
    private List<String> shared = List.of();
    private final List<ServerProcess> servers = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        postgres = new RealPostgres(directory);
        redis = new RealRedis(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
        postgres.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        int number = LOGS.incrementAndGet();
        shared =
                List.of(
                        "--database",
                        postgres.create("log_" + number),
                        "--redis",
                        redis.url(number));
    }

    @AfterEach
    void end() {
        servers.forEach(ServerProcess::close);
    }

    private ServerProcess server(String mode) throws Exception {
        ServerProcess server = ServerProcess.with(shared, "--mode", mode);
        servers.add(server);
        return server;
    }

    /** Publishers that repeat a batch until it is acknowledged, and go on until they are told. */
    private final class Publishers {

        private final AtomicBoolean enough = new AtomicBoolean();
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final ConcurrentMap<String, Integer> batches = new ConcurrentHashMap<>();
        private final List<Thread> threads = new ArrayList<>();

        Publishers(AggregatorClient... nodes) {
            for (int i = 0; i < 4; i++) {
                int number = i;
                threads.add(
                        Thread.startVirtualThread(
                                () -> publish("topic-" + number, nodes[number % nodes.length])));
            }
        }

        /** Half of each batch is new, and a little is everybody's. */
        private void publish(String topic, AggregatorClient node) {
            for (int batch = 0; !enough.get(); batch++) {
                List<Entry> entries = new ArrayList<>(Entry.several(topic, batch + "-", BATCH));
                entries.addAll(Entry.several(topic, Math.max(0, batch - 1) + "-", BATCH));
                entries.addAll(Entry.several("everybody", "e", 2));
                while (!isAcknowledged(node, entries)) {
                    LockSupport.parkNanos(1_000_000);
                }
                batches.put(topic, batch + 1);
                acknowledged.incrementAndGet();
            }
        }

        private boolean isAcknowledged(AggregatorClient node, List<Entry> entries) {
            try {
                node.publish(entries);
                return true;
            } catch (IOException | IllegalStateException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void awaitMore(int more) {
            int wanted = acknowledged.get() + more;
            while (acknowledged.get() < wanted) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        void finish() throws InterruptedException {
            enough.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** What any node answers agrees with the log, and with what was acknowledged. */
    private static void assertAgreement(Publishers publishers, AggregatorClient... nodes)
            throws Exception {
        for (AggregatorClient node : nodes) {
            Summary summary = node.summary();
            assertThat(summary.addsUp()).isTrue();
            assertThat(node.stats().addsUp()).isTrue();
            assertThat(node.stats().tally()).isEqualTo(summary.total());
            long events = 0;
            for (String topic : node.stats().topics()) {
                List<String> ids = node.ids(topic);
                assertThat(ids).doesNotHaveDuplicates();
                events += ids.size();
                List<JsonNode> trail = TrailWalk.ofTopic(node, topic);
                assertThat(
                                AggregatorClient.texts(trail, "action").stream()
                                        .map(Tally.NOTHING::plus)
                                        .reduce(Tally.NOTHING, Tally::plus))
                        .isEqualTo(summary.byTopic().get(topic));
            }
            assertThat(node.stats().unique()).isEqualTo(events);
            for (var acknowledged : publishers.batches.entrySet()) {
                assertThat(node.ids(acknowledged.getKey()))
                        .hasSize(acknowledged.getValue() * BATCH);
            }
            assertThat(node.ids("everybody")).containsExactlyInAnyOrder("e0", "e1");
        }
    }

    private static void awaitReady(ServerProcess server, int status) throws Exception {
        Client client = new Client(server);
        while (client.get("/ready").statusCode() != status) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What is left in Redis of requests whose clients have left is handled, too. */
    private static void awaitNothingQueued(ServerProcess server) throws Exception {
        Client client = new Client(server);
        JsonNode queue;
        do {
            queue = Client.JSON.readTree(client.get("/health").body()).at("/aggregator/queue");
        } while (queue.get("depth").asInt() + queue.get("in_flight").asInt() > 0);
    }

    @Test
    void two_whole_servers_agree_at_every_moment() throws Exception {
        AggregatorClient one = new AggregatorClient(server("all"));
        AggregatorClient two = new AggregatorClient(server("all"));
        Together.run(
                4,
                number -> {
                    AggregatorClient node = number % 2 == 0 ? one : two;
                    AggregatorClient other = number % 2 == 0 ? two : one;
                    for (int batch = 0; batch < 20; batch++) {
                        String topic = "mine-" + number;
                        node.publish(Entry.several(topic, batch + "-", BATCH));
                        node.publish(Entry.several("ours", batch + "-", BATCH));
                        // acknowledged by one, it is there for whoever asks the other
                        assertThat(other.tally(topic)).isEqualTo(Tally.of(BATCH * (batch + 1L), 0));
                        assertThat(other.ids(topic)).hasSize(BATCH * (batch + 1));
                    }
                },
                List.of(
                        () -> assertThat(one.stats().addsUp()).isTrue(),
                        () -> assertThat(two.summary().addsUp()).isTrue()));

        assertThat(one.stats().tally()).isEqualTo(Tally.of(5 * 20 * BATCH, 3 * 20 * BATCH));
        assertThat(two.stats().tally()).isEqualTo(one.stats().tally());
        assertThat(two.summary()).isEqualTo(one.summary());
        for (String path : List.of("/audit?limit=1000", "/events?topic=ours", "/events")) {
            assertThat(two.get(path).body()).isEqualTo(one.get(path).body());
        }
    }

    @Test
    void an_api_hands_everything_to_workers_and_outlives_them() throws Exception {
        ServerProcess api = server("api");
        AggregatorClient door = new AggregatorClient(api);
        ServerProcess worker = server("worker");
        Client behind = new Client(worker);
        assertThat(behind.get("/ready").statusCode()).isEqualTo(200);
        assertThat(behind.get("/stats").statusCode()).isEqualTo(404);
        assertThat(new Client(api).get("/health").body()).doesNotContain("secret");
        Client audit = new Client(api);
        String id = audit.accept(Client.event("me", "create", "thing", "1"));
        assertThat(Client.ids(audit.list("?actor=me"))).containsExactly(id);

        Publishers publishers = new Publishers(door);
        for (int kill = 0; kill < KILLS; kill++) {
            publishers.awaitMore(30);
            worker.kill();
            worker = server("worker");
        }
        publishers.awaitMore(30);
        publishers.finish();
        awaitNothingQueued(api);
        assertAgreement(publishers, door);
    }

    @Test
    void redis_and_postgres_may_be_killed_under_load() throws Exception {
        ServerProcess one = server("all");
        ServerProcess two = server("all");
        Publishers publishers =
                new Publishers(new AggregatorClient(one), new AggregatorClient(two));
        for (int kill = 0; kill < KILLS; kill++) {
            publishers.awaitMore(30);
            redis.kill();
            awaitReady(one, 503);
            redis.startAgain();
            awaitReady(one, 200);
            publishers.awaitMore(30);
            postgres.kill();
            awaitReady(two, 503);
            postgres.startAgain();
            awaitReady(two, 200);
        }
        publishers.awaitMore(30);
        publishers.finish();
        awaitReady(one, 200);
        awaitReady(two, 200);
        awaitNothingQueued(one);
        assertAgreement(publishers, new AggregatorClient(one), new AggregatorClient(two));
        for (ServerProcess each : List.of(one, two)) {
            assertThat(each.lines()).noneMatch(line -> line.contains("secret"));
        }
    }
}

package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Backing;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** What was there before the process ended is there in the next one. */
@Timeout(180)
class RestartIT {

    private static final int BATCH = 25;

    @TempDir Path directory;

    @Test
    void everything_is_as_it_was_after_a_signal_and_after_a_kill() throws Exception {
        List<Entry> batch = Entry.several("kept", "e", 40);
        String longTopic = "long ".repeat(50_000);
        Map<String, String> before;
        Stats stats;
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            aggregator.publish(batch);
            aggregator.publish(batch.subList(30, 40));
            aggregator.publish(Entry.of("", "e"), Entry.of("ü", "e"), Entry.of(longTopic, "e"));
            before = answers(aggregator);
            stats = aggregator.stats();
            server.terminate();
            assertThat(server.awaitExit()).isZero();
        }
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            assertThat(answers(aggregator)).isEqualTo(before);
            assertThat(aggregator.stats().topics()).isEqualTo(stats.topics());
            assertThat(aggregator.stats().tally())
                    .isEqualTo(stats.tally())
                    .isEqualTo(Tally.of(43, 10));

            aggregator.publish(batch.stream().map(entry -> entry.from("later")).toList());
            assertThat(aggregator.tally("kept")).isEqualTo(Tally.of(40, 50));
            before = answers(aggregator);
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            assertThat(answers(aggregator)).isEqualTo(before);

            aggregator.publish(Entry.several("kept", "e", 41));
            assertThat(AggregatorClient.texts(aggregator.events("kept"), "source"))
                    .containsOnly("source");
            assertThat(aggregator.tally("kept")).isEqualTo(Tally.of(41, 90));
            assertThat(aggregator.stats().tally()).isEqualTo(Tally.of(44, 90));
            assertThat(aggregator.summary().addsUp()).isTrue();
        }
    }

    private static Map<String, String> answers(AggregatorClient aggregator) throws Exception {
        return Map.of(
                "topic", aggregator.get("/events?topic=kept").body(),
                "all", aggregator.get("/events").body(),
                "trail", aggregator.get("/audit?limit=1000").body(),
                "summary", aggregator.get("/audit/summary").body());
    }

    @Test
    void a_signal_while_many_publish_loses_nothing_acknowledged_and_halves_no_batch()
            throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Stats last;
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            List<Thread> publishers = publishers(aggregator, acknowledged);
            last = aggregator.stats();
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            for (Thread publisher : publishers) {
                publisher.join();
            }
            assertThat(server.lines()).noneMatch(line -> line.contains("Exception"));
        }
        long launched = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            Map<String, Tally> topics = aggregator.summary().byTopic();
            assertThat(topics.keySet()).containsAll(acknowledged);
            assertThat(topics.values()).containsOnly(Tally.of(BATCH, 0));
            assertThat(aggregator.allEvents()).hasSize(topics.size() * BATCH);

            Stats now = aggregator.stats();
            assertThat(now.addsUp()).isTrue();
            assertThat(now.unique())
                    .isEqualTo((long) topics.size() * BATCH)
                    .isGreaterThanOrEqualTo(last.unique());
            assertThat(now.uptime())
                    .isLessThanOrEqualTo((System.nanoTime() - launched) / 1_000_000_000);
        }
        Backing.verify(directory);
    }

    /**
     * Publishers that go on until the server refuses, a topic for each batch; returns when some are
     * acknowledged.
     */
    private static List<Thread> publishers(AggregatorClient aggregator, Set<String> acknowledged)
            throws Exception {
        CountDownLatch some = new CountDownLatch(50);
        List<Thread> publishers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String mine = "t" + i + "-";
            publishers.add(
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    for (int batch = 0; true; batch++) {
                                        String topic = mine + batch;
                                        aggregator.publish(Entry.several(topic, "e", BATCH));
                                        acknowledged.add(topic);
                                        some.countDown();
                                    }
                                } catch (IOException | IllegalStateException e) {
                                    // the server is gone, or says that it goes
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }));
        }
        some.await();
        return publishers;
    }
}

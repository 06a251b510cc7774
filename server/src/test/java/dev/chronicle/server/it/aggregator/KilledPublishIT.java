package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Backing;
import dev.chronicle.server.it.ServerProcess;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The server is killed again and again, in the midst of batches and of stopping, and publishers
 * repeat what was not acknowledged: in the end all answers agree with what was acknowledged.
 */
@Timeout(900)
@ExtendWith(SeededRandomness.class)
class KilledPublishIT {

    private static final int PUBLISHERS = 8;
    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 20 : 2;

    /** How far stopping got before it was cut short; nothing for no warning at all. */
    private static final List<String> STAGES =
            List.of("", "no more connections", "Draining", "Closing the store");

    @TempDir Path directory;

    private final Servers servers = new Servers();

    @Test
    void every_acknowledged_event_is_there_once_and_all_answers_agree(RandomGenerator random)
            throws Exception {
        List<StubbornPublisher> publishers =
                IntStream.range(0, PUBLISHERS)
                        .mapToObj(i -> new StubbornPublisher(i, servers))
                        .toList();
        List<Thread> threads = publishers.stream().map(Thread::startVirtualThread).toList();
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(directory)) {
                AggregatorClient aggregator = new AggregatorClient(server);
                Stats stats = aggregator.stats();
                assertThat(stats.addsUp()).as("%s", stats).isTrue();
                assertThat(aggregator.summary().addsUp()).isTrue();
                servers.next(aggregator);
                servers.awaitAcknowledged(random.nextInt(1, 60));
                end(server, STAGES.get(random.nextInt(STAGES.size())));
            }
        }
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            servers.last(aggregator);
            for (Thread thread : threads) {
                thread.join();
            }
            assertAgreement(aggregator, publishers);
            server.kill();
        }
        Backing.verify(directory);
        try (ServerProcess server = ServerProcess.start(directory)) {
            assertAgreement(new AggregatorClient(server), publishers);
        }
    }

    private static void end(ServerProcess server, String stage) throws Exception {
        if (!stage.isEmpty()) {
            server.terminate();
            server.awaitLine(stage);
        }
        server.kill();
    }

    private static void assertAgreement(
            AggregatorClient aggregator, List<StubbornPublisher> publishers) throws Exception {
        Summary summary = aggregator.summary();
        Map<String, Tally> byTopic = new HashMap<>();
        Map<String, Tally> byWorker = new HashMap<>();
        for (String topic : aggregator.stats().topics()) {
            List<JsonNode> trail = TrailWalk.ofTopic(aggregator, topic);
            assertTrailAndEvents(trail, aggregator.ids(topic));
            count(trail, byTopic, byWorker);
        }
        summary.byWorker().keySet().forEach(worker -> byWorker.putIfAbsent(worker, Tally.NOTHING));

        assertThat(summary.byTopic()).isEqualTo(byTopic);
        assertThat(summary.byWorker()).isEqualTo(byWorker);
        assertThat(summary.addsUp()).isTrue();
        assertThat(aggregator.stats().tally()).isEqualTo(summary.total());
        for (StubbornPublisher publisher : publishers) {
            publisher.assertAllThere(aggregator);
        }
        assertThat(aggregator.ids(StubbornPublisher.SHARED))
                .containsExactlyInAnyOrderElementsOf(
                        publishers.stream()
                                .flatMap(it -> it.sharedIds().stream())
                                .collect(Collectors.toSet()));
    }

    private static void assertTrailAndEvents(List<JsonNode> trail, List<String> events) {
        List<String> processed =
                trail.stream()
                        .filter(row -> row.get("action").stringValue().equals("PROCESSED"))
                        .map(row -> row.get("event_id").stringValue())
                        .toList();
        assertThat(events).doesNotHaveDuplicates().isEqualTo(processed);
    }

    /** A delivery is of the worker that its last step names, and so are its other steps. */
    private static void count(
            List<JsonNode> trail, Map<String, Tally> byTopic, Map<String, Tally> byWorker) {
        List<JsonNode> delivery = new ArrayList<>();
        for (JsonNode row : trail) {
            delivery.add(row);
            byTopic.merge(
                    row.get("topic").stringValue(),
                    Tally.NOTHING.plus(row.get("action").stringValue()),
                    Tally::plus);
            if (delivery.size() == 3) {
                assertThat(AggregatorClient.texts(delivery.subList(1, 3), "action"))
                        .containsExactly("QUEUED", "RECEIVED");
                Tally tally =
                        AggregatorClient.texts(delivery, "action").stream()
                                .map(Tally.NOTHING::plus)
                                .reduce(Tally.NOTHING, Tally::plus);
                String worker = "" + delivery.getFirst().get("worker_id").asInt();
                byWorker.merge(worker, tally, Tally::plus);
                delivery.clear();
            }
        }
        assertThat(delivery).isEmpty();
    }
}

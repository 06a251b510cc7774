package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Timeout(120)
@ExtendWith({LaunchedServer.class, SeededRandomness.class})
class ConcurrencyIT {

    private final AggregatorClient aggregator;

    ConcurrencyIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    @Test
    void many_publishers_lose_nothing() throws Exception {
        Stats before = aggregator.stats();
        Together.run(
                16,
                publisher -> {
                    for (int i = 0; i < 10; i++) {
                        aggregator.publish(Entry.several("many-" + publisher, i + "-", 25));
                    }
                });

        for (int publisher = 0; publisher < 16; publisher++) {
            assertThat(new HashSet<>(aggregator.ids("many-" + publisher))).hasSize(250);
        }
        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.of(16 * 250, 0));
        assertThat(aggregator.summary().addsUp()).isTrue();
    }

    @Test
    void publishers_of_one_topic_keep_the_order_of_their_batches() throws Exception {
        Together.run(
                8,
                publisher -> {
                    for (int i = 0; i < 10; i++) {
                        aggregator.publish(
                                Entry.several("order", "%d-%d-".formatted(publisher, i), 10));
                    }
                });

        List<String> oldestFirst = aggregator.ids("order").reversed();
        assertThat(oldestFirst).hasSize(800);
        for (int publisher = 0; publisher < 8; publisher++) {
            String mine = publisher + "-";
            List<String> expected =
                    IntStream.range(0, 10)
                            .boxed()
                            .flatMap(i -> IntStream.range(0, 10).mapToObj(j -> mine + i + "-" + j))
                            .toList();
            assertThat(oldestFirst.stream().filter(id -> id.startsWith(mine))).isEqualTo(expected);
        }
    }

    @Test
    void four_workers_take_turns() throws Exception {
        Summary before = aggregator.summary();
        for (int i = 0; i < 8; i++) {
            aggregator.publish(Entry.of("turns", "" + i));
        }
        Summary after = aggregator.summary();

        assertThat(after.byWorker()).containsOnlyKeys("0", "1", "2", "3");
        assertThat(before.byWorker())
                .allSatisfy(
                        (worker, tally) ->
                                assertThat(after.byWorker())
                                        .hasEntrySatisfying(
                                                worker,
                                                now ->
                                                        assertThat(now.processed())
                                                                .isGreaterThan(tally.processed())));
        assertThat(after.addsUp()).isTrue();
    }

    @Test
    void there_are_as_many_workers_as_asked_for(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, "--workers", "2")) {
            AggregatorClient two = new AggregatorClient(server);
            for (int i = 0; i < 4; i++) {
                two.publish(Entry.of("two", "" + i));
            }

            assertThat(two.summary().byWorker()).containsOnlyKeys("0", "1");
            assertThat(two.summary().addsUp()).isTrue();
        }
    }

    @Test
    void publishers_that_race_for_the_same_events_store_each_once(RandomGenerator random)
            throws Exception {
        AtomicLong received = new AtomicLong();
        Set<String> published = ConcurrentHashMap.newKeySet();
        Together.run(
                20,
                publisher -> {
                    for (int i = 0; i < 10; i++) {
                        String source = publisher + "-" + i;
                        List<Entry> batch =
                                Stream.generate(() -> "e" + random.nextInt(200))
                                        .limit(random.nextInt(1, 40))
                                        .map(id -> Entry.of("race", id).from(source))
                                        .toList();
                        batch.forEach(entry -> published.add(entry.eventId()));
                        received.addAndGet(batch.size());
                        aggregator.publish(batch);
                    }
                });

        assertThat(aggregator.ids("race")).containsExactlyInAnyOrderElementsOf(published);
        assertThat(aggregator.tally("race"))
                .isEqualTo(Tally.of(published.size(), received.get() - published.size()));
    }

    @Test
    void what_is_acknowledged_is_visible_at_once() throws Exception {
        Together.run(
                16,
                publisher -> {
                    String topic = "visible-" + publisher;
                    for (int i = 1; i <= 10; i++) {
                        String id = topic + "-" + i;
                        aggregator.publish(Entry.of(topic, id), Entry.of(topic, id));

                        assertThat(aggregator.events(topic)).hasSize(i);
                        assertThat(aggregator.tally(topic)).isEqualTo(Tally.of(i, i));
                        assertThat(aggregator.trail("?event_id=" + id)).hasSize(6);
                        assertThat(aggregator.stats().topics()).contains(topic);
                    }
                });
    }
}

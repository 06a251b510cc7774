package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** No reader ever sees half a batch. */
@Timeout(120)
@ExtendWith(LaunchedServer.class)
class IsolationIT {

    private static final int BATCHES = 12;

    /** How many events a batch of each publisher has. */
    private static final List<Integer> SIZES = List.of(101, 233, 509);

    private final AggregatorClient aggregator;

    IsolationIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    private static void assertWhole(long count, int size, String what) {
        assertThat(count % size).as("%s shows %d in batches of %d", what, count, size).isZero();
    }

    @Test
    void events_and_counts_come_in_whole_batches() throws Exception {
        Together.run(
                SIZES.size(),
                publisher -> {
                    for (int i = 0; i < BATCHES; i++) {
                        aggregator.publish(
                                Entry.several("size-" + publisher, i + "-", SIZES.get(publisher)));
                    }
                },
                List.of(
                        () -> {
                            for (int i = 0; i < SIZES.size(); i++) {
                                JsonNode listed = aggregator.topic("size-" + i);
                                assertWhole(listed.get("count").asLong(), SIZES.get(i), "topic");
                                assertThat(listed.get("events"))
                                        .hasSize(listed.get("count").asInt());
                            }
                            return null;
                        },
                        () -> {
                            Map<String, Long> listed =
                                    aggregator.allEvents().stream()
                                            .collect(
                                                    Collectors.groupingBy(
                                                            it -> it.get("topic").stringValue(),
                                                            Collectors.counting()));
                            for (int i = 0; i < SIZES.size(); i++) {
                                assertWhole(
                                        listed.getOrDefault("size-" + i, 0L),
                                        SIZES.get(i),
                                        "the list of all");
                            }
                            return null;
                        },
                        () -> {
                            Map<String, Tally> tallies = aggregator.summary().byTopic();
                            for (int i = 0; i < SIZES.size(); i++) {
                                assertWhole(
                                        tallies.getOrDefault("size-" + i, Tally.NOTHING).received(),
                                        SIZES.get(i),
                                        "the summary");
                            }
                            return null;
                        }));

        for (int i = 0; i < SIZES.size(); i++) {
            assertThat(aggregator.ids("size-" + i)).hasSize(BATCHES * SIZES.get(i));
        }
    }

    @Test
    void stats_count_whole_batches() throws Exception {
        Stats before = aggregator.stats();
        Callable<?> look =
                () -> {
                    Tally now = aggregator.stats().since(before);
                    assertWhole(now.processed(), 97, "unique_processed");
                    assertWhole(now.dropped(), 31, "duplicated_dropped");
                    assertThat(now.processed() / 97).isEqualTo(now.dropped() / 31);
                    return now;
                };
        Together.run(
                4,
                publisher -> {
                    String topic = "stats-" + publisher;
                    for (int i = 0; i < BATCHES; i++) {
                        List<Entry> fresh = Entry.several(topic, i + "-", 97);
                        aggregator.publish(
                                Stream.concat(fresh.stream(), fresh.stream().limit(31)).toList());
                    }
                },
                List.of(look, look));

        assertThat(aggregator.stats().since(before))
                .isEqualTo(Tally.of(4L * BATCHES * 97, 4L * BATCHES * 31));
    }

    @Test
    void the_trail_has_whole_batches_with_all_their_steps() throws Exception {
        Callable<?> look =
                () -> {
                    Map<String, Long> steps =
                            aggregator.trail("?topic=trail&limit=1000").stream()
                                    .collect(
                                            Collectors.groupingBy(
                                                    it -> it.get("action").stringValue(),
                                                    Collectors.counting()));
                    long processed = steps.getOrDefault("PROCESSED", 0L);
                    long dropped = steps.getOrDefault("DROPPED", 0L);
                    assertWhole(processed, 17, "the trail");
                    assertWhole(dropped, 5, "the trail");
                    assertThat(steps.getOrDefault("RECEIVED", 0L)).isEqualTo(processed + dropped);
                    assertThat(steps.getOrDefault("QUEUED", 0L)).isEqualTo(processed + dropped);
                    return null;
                };
        Together.run(
                3,
                publisher -> {
                    for (int i = 0; i < 5; i++) {
                        List<Entry> fresh =
                                Entry.several("trail", "%d-%d-".formatted(publisher, i), 17);
                        aggregator.publish(
                                Stream.concat(fresh.stream(), fresh.stream().limit(5)).toList());
                    }
                },
                List.of(look, look));

        assertThat(aggregator.trail("?topic=trail&limit=1000")).hasSize(3 * 5 * 22 * 3);
    }

    @Test
    void topics_of_one_batch_appear_together() throws Exception {
        Callable<?> look =
                () -> {
                    Map<String, Tally> tallies = aggregator.summary().byTopic();
                    Tally five = tallies.getOrDefault("five", Tally.NOTHING);
                    Tally seven = tallies.getOrDefault("seven", Tally.NOTHING);
                    assertWhole(five.processed(), 5, "one topic");
                    assertThat(seven.processed()).isEqualTo(five.processed() / 5 * 7);
                    return null;
                };
        Together.run(
                4,
                publisher -> {
                    for (int i = 0; i < BATCHES; i++) {
                        String prefix = publisher + "-" + i + "-";
                        aggregator.publish(
                                Stream.concat(
                                                Entry.several("five", prefix, 5).stream(),
                                                Entry.several("seven", prefix, 7).stream())
                                        .toList());
                    }
                },
                List.of(look, look));

        assertThat(aggregator.ids("seven")).hasSize(4 * BATCHES * 7);
    }
}

package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class StatsIT {

    private final AggregatorClient aggregator;

    StatsIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    @Test
    void it_has_the_five_numbers_in_the_order_of_the_contract() throws Exception {
        assertThat(aggregator.get("/stats").body())
                .matches(
                        "\\{\"received\":\\d+,\"unique_processed\":\\d+,\"duplicated_dropped\":\\d+,"
                            + "\"topics\":\\[.*],\"uptime\":\\d+}");
    }

    @Test
    void it_counts_what_is_published() throws Exception {
        Stats before = aggregator.stats();
        aggregator.publish(Entry.several("counted", "e", 10));
        aggregator.publish(Entry.several("counted", "e", 13));
        Stats after = aggregator.stats();

        assertThat(after.since(before)).isEqualTo(Tally.of(13, 10));
        assertThat(after.addsUp()).isTrue();
    }

    @Test
    void topics_are_listed_once_each() throws Exception {
        List<Entry> batch =
                Stream.of("stats-z", "stats-a", "stats-ü", "stats-a")
                        .map(topic -> Entry.of(topic, "e"))
                        .toList();
        aggregator.publish(batch);
        aggregator.publish(batch);

        assertThat(aggregator.stats().topics())
                .doesNotHaveDuplicates()
                .contains("stats-a", "stats-z", "stats-ü");
    }

    @Test
    void neither_a_refused_batch_nor_an_empty_one_is_counted() throws Exception {
        Stats before = aggregator.stats();
        aggregator.publish();
        aggregator.post("{\"events\":[" + Entry.of("refused", "e").json() + ",{}]}");
        aggregator.post("{");
        Stats after = aggregator.stats();

        assertThat(after.since(before)).isEqualTo(Tally.NOTHING);
        assertThat(after.topics()).doesNotContain("refused");
    }

    @Test
    void it_adds_up_and_only_grows_at_every_moment() throws Exception {
        Stats before = aggregator.stats();
        AtomicLong looks = new AtomicLong();
        Callable<?> look =
                new Callable<Stats>() {
                    private Stats last = before;

                    @Override
                    public Stats call() throws Exception {
                        Stats now = aggregator.stats();
                        assertThat(now.addsUp()).as("%s", now).isTrue();
                        assertThat(now.received()).isGreaterThanOrEqualTo(last.received());
                        assertThat(now.unique()).isGreaterThanOrEqualTo(last.unique());
                        assertThat(now.dropped()).isGreaterThanOrEqualTo(last.dropped());
                        assertThat(now.uptime()).isGreaterThanOrEqualTo(last.uptime());
                        looks.incrementAndGet();
                        last = now;
                        return now;
                    }
                };
        Callable<?> lookAtSummary =
                () -> {
                    Summary now = aggregator.summary();
                    assertThat(now.addsUp()).as("%s", now).isTrue();
                    return now;
                };
        Together.run(
                8,
                publisher -> {
                    for (int i = 0; i < 25; i++) {
                        aggregator.publish(Entry.several("moment", (publisher + i) % 16 + "-", 20));
                    }
                },
                List.of(look, lookAtSummary));

        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.of(16 * 20, 184 * 20));
        assertThat(looks.get()).isGreaterThan(1);
    }

    @Test
    void it_agrees_with_the_events_of_the_topics() throws Exception {
        aggregator.publish(Entry.several("agrees", "e", 7));
        long events = 0;
        for (String topic : aggregator.stats().topics()) {
            JsonNode listed = aggregator.topic(topic);
            assertThat(listed.get("events").size()).isEqualTo(listed.get("count").asInt());
            events += listed.get("count").asLong();
        }

        assertThat(aggregator.stats().unique()).isEqualTo(events);
        assertThat(aggregator.allEvents()).hasSize((int) events);
    }
}

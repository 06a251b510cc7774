package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.IntStream;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class EdgeCasesIT {

    private final AggregatorClient aggregator;

    EdgeCasesIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    static List<String> texts() {
        return List.of(
                "",
                " ",
                "!@#$%",
                "a/b?c=d&e#f+g%20",
                "../../etc/passwd",
                "'; DROP TABLE events; --",
                "\"quoted\" \\ back",
                "ünïcödé 日本語 العربية \ud83d\ude00",
                "line\nbreak\ttab\r\u0000\u001f\u007f\u2028",
                "x".repeat(500),
                "\ud83d\ude00".repeat(500));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void any_text_is_an_id_a_topic_and_a_source(String text) throws Exception {
        Entry event = Entry.of(text, text).from(text);
        aggregator.publish(event);
        aggregator.publish(event);

        assertThat(aggregator.events(text))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.get("event_id").stringValue()).isEqualTo(text);
                            assertThat(it.get("topic").stringValue()).isEqualTo(text);
                            assertThat(it.get("source").stringValue()).isEqualTo(text);
                        });
        assertThat(aggregator.tally(text)).isEqualTo(Tally.of(1, 1));
        assertThat(aggregator.stats().topics()).contains(text);
        List<JsonNode> trail = aggregator.trail("?event_id=" + AggregatorClient.encoded(text));
        assertThat(trail.getFirst().get("event_id").stringValue()).isEqualTo(text);
    }

    @Test
    void names_may_be_longer_than_any_url() throws Exception {
        String name = "long ".repeat(50_000);
        aggregator.publish(Entry.of(name, name).from(name), Entry.of(name, name));

        assertThat(aggregator.tally(name)).isEqualTo(Tally.of(1, 1));
        assertThat(aggregator.allEvents())
                .filteredOn(it -> it.get("topic").stringValue().equals(name))
                .singleElement()
                .satisfies(it -> assertThat(it.get("source").stringValue()).isEqualTo(name));
    }

    @Test
    void an_empty_batch_is_acknowledged_and_nothing_happens() throws Exception {
        Stats before = aggregator.stats();
        aggregator.publish();

        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.NOTHING);
        assertThat(aggregator.post(" { \"events\" : [ ] , \"x\" : 1 } ").body())
                .isEqualTo(
                        """
                        {"status":"success","message":"Published 0 events","events_count":0}\
                        """);
    }

    @Test
    void the_root_lists_the_audit_log_and_only_a_topic_the_aggregators_events() throws Exception {
        aggregator.publish(Entry.of("only here", "e"));

        assertThat(aggregator.atTheRoot().get("/events").body()).isEqualTo("[]");
        assertThat(aggregator.atTheRoot().ids("only here")).containsExactly("e");
    }

    @Test
    void the_content_type_does_not_matter_nor_does_the_layout() throws Exception {
        String body = Entry.batch(List.of(Entry.of("layout", "e")));

        assertThat(aggregator.post("\n\t " + body.replace(":{", " :\r\n {") + "\n").statusCode())
                .isEqualTo(200);
        assertThat(aggregator.ids("layout")).containsExactly("e");
    }

    @Test
    void ten_thousand_topics_are_as_good_as_one() throws Exception {
        Stats before = aggregator.stats();
        List<Entry> batch =
                IntStream.range(0, 10_000).mapToObj(i -> Entry.of("topic " + i, "e")).toList();
        aggregator.publish(batch);
        aggregator.publish(batch.subList(0, 5000));
        Summary summary = aggregator.summary();

        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.of(10_000, 5000));
        assertThat(aggregator.stats().topics())
                .containsAll(batch.stream().map(Entry::topic).toList());
        assertThat(summary.byTopic()).containsEntry("topic 4999", Tally.of(1, 1));
        assertThat(summary.byTopic()).containsEntry("topic 5000", Tally.of(1, 0));
        assertThat(summary.addsUp()).isTrue();
        assertThat(aggregator.ids("topic 9999")).containsExactly("e");
    }
}

package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Client;
import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everything together: publish, and ask in every way what became of it. */
@Timeout(120)
@ExtendWith(LaunchedServer.class)
class WholeAggregatorIT {

    private static final List<String> TOPICS = List.of("orders", "payments", "shipping");

    private final ServerProcess server;
    private final AggregatorClient below;

    WholeAggregatorIT(ServerProcess server) {
        this.server = server;
        below = new AggregatorClient(server);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void all_answers_agree(boolean root) throws Exception {
        AggregatorClient aggregator = root ? below.atTheRoot() : below;
        String prefix = root ? "root-" : "below-";
        Stats before = aggregator.stats();
        Together.run(
                6,
                publisher -> {
                    String topic = prefix + TOPICS.get(publisher % 3);
                    for (int i = 0; i < 4; i++) {
                        List<Entry> fresh = Entry.several(topic, publisher + "-" + i + "-", 8);
                        List<Entry> repeated = fresh.subList(0, 3);
                        aggregator.publish(
                                Stream.concat(fresh.stream(), repeated.stream()).toList());
                    }
                });

        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.of(192, 72));
        Summary summary = aggregator.summary();
        assertThat(summary.addsUp()).isTrue();
        assertThat(summary.total()).isEqualTo(aggregator.stats().tally());
        for (String name : TOPICS) {
            String topic = prefix + name;
            List<JsonNode> trail = aggregator.trail("?limit=1000&topic=" + topic);
            List<String> processed =
                    trail.stream()
                            .filter(row -> row.get("action").stringValue().equals("PROCESSED"))
                            .map(row -> row.get("event_id").stringValue())
                            .toList();
            assertThat(aggregator.ids(topic)).hasSize(64).isEqualTo(processed);
            assertThat(AggregatorClient.texts(trail, "action").stream())
                    .satisfies(
                            actions ->
                                    assertThat(
                                                    actions.stream()
                                                            .map(Tally.NOTHING::plus)
                                                            .reduce(Tally.NOTHING, Tally::plus))
                                            .isEqualTo(summary.byTopic().get(topic)));
        }
    }

    @Test
    void the_root_and_the_prefix_are_one_aggregator() throws Exception {
        AggregatorClient root = below.atTheRoot();
        root.publish(Entry.several("shared", "e", 3));
        below.publish(Entry.several("shared", "e", 5));

        for (String path :
                List.of(
                        "/events?topic=shared",
                        "/audit",
                        "/audit?topic=shared&action=DROPPED",
                        "/audit?limit=0",
                        "/audit/summary",
                        "/ready")) {
            assertThat(root.get(path).body()).as(path).isEqualTo(below.get(path).body());
            assertThat(root.get(path).statusCode())
                    .as(path)
                    .isEqualTo(below.get(path).statusCode());
        }
        assertThat(root.stats().tally()).isEqualTo(below.stats().tally());
        assertThat(below.tally("shared")).isEqualTo(Tally.of(5, 3));
    }

    @Test
    void the_audit_log_and_the_aggregator_share_a_server_and_nothing_else() throws Exception {
        Client audit = new Client(server);
        Stats before = below.stats();
        int events = below.allEvents().size();
        String id = audit.accept(Client.event("actor", "LogEventPublished", "topic", "mixed"));
        below.publish(Entry.of("mixed", id), Entry.of("main", id));

        assertThat(Client.ids(audit.list("?actor=actor"))).containsExactly(id);
        assertThat(below.ids("mixed")).containsExactly(id);
        assertThat(below.stats().since(before)).isEqualTo(Tally.of(2, 0));
        assertThat(below.allEvents()).hasSize(events + 2);
        assertThat(below.trail("?event_id=" + id)).hasSize(6);
        assertThat(audit.list("").valueStream().map(it -> it.get("id").stringValue()))
                .containsExactly(id);
    }

    @Test
    void the_trail_of_every_event_can_be_followed() throws Exception {
        below.publish(Entry.several("followed", "e", 20));
        below.publish(Entry.several("followed", "e", 10));
        Map<String, Integer> rows = new HashMap<>();
        for (String id : below.ids("followed")) {
            rows.put(id, below.trail("?topic=followed&event_id=" + id).size());
        }

        assertThat(rows.values()).hasSize(20);
        assertThat(IntStream.range(0, 20).map(i -> rows.getOrDefault("e" + i, 0)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).map(i -> i < 10 ? 6 : 3).boxed().toList());
    }
}

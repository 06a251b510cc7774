package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Client;
import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class AuditTrailIT {

    private final AggregatorClient aggregator;

    AuditTrailIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    private static List<String> actions(List<JsonNode> rows) {
        return AggregatorClient.texts(rows, "action");
    }

    @Nested
    class Rows {

        @Test
        void a_stored_event_was_received_queued_and_processed() throws Exception {
            Instant before = Instant.now();
            aggregator.publish(Entry.of("stored", "e").from("s"));
            List<JsonNode> rows = aggregator.trail("?topic=stored");

            assertThat(actions(rows)).containsExactly("PROCESSED", "QUEUED", "RECEIVED");
            assertThat(rows)
                    .allSatisfy(
                            row -> {
                                assertThat(row.propertyNames())
                                        .containsExactly(
                                                "id",
                                                "event_id",
                                                "topic",
                                                "source",
                                                "action",
                                                "worker_id",
                                                "created_at");
                                assertThat(row.get("event_id").stringValue()).isEqualTo("e");
                                assertThat(row.get("topic").stringValue()).isEqualTo("stored");
                                assertThat(row.get("source").stringValue()).isEqualTo("s");
                                assertThat(row.get("created_at").stringValue())
                                        .matches("[0-9T:-]+\\.[0-9]{3}Z");
                                assertThat(Instant.parse(row.get("created_at").stringValue()))
                                        .isBetween(before.minusMillis(1), Instant.now());
                            });
        }

        @Test
        void a_duplicate_was_received_queued_and_dropped() throws Exception {
            aggregator.publish(Entry.of("dropped", "e").from("first"));
            aggregator.publish(Entry.of("dropped", "e").from("second"));
            List<JsonNode> rows = aggregator.trail("?topic=dropped").subList(0, 3);

            assertThat(actions(rows)).containsExactly("DROPPED", "QUEUED", "RECEIVED");
            assertThat(rows)
                    .allSatisfy(
                            row -> {
                                assertThat(row.get("event_id").stringValue()).isEqualTo("e");
                                assertThat(row.get("source").stringValue()).isEqualTo("second");
                            });
        }

        @Test
        void only_what_a_worker_did_names_one() throws Exception {
            aggregator.publish(Entry.of("worker", "e"), Entry.of("worker", "e"));

            for (JsonNode row : aggregator.trail("?topic=worker")) {
                JsonNode worker = row.get("worker_id");
                switch (row.get("action").stringValue()) {
                    case "RECEIVED", "QUEUED" -> assertThat(worker.isNull()).isTrue();
                    default -> assertThat(worker.asInt()).isBetween(0, 3);
                }
            }
        }

        @Test
        void ids_are_unique_and_the_newest_has_the_highest() throws Exception {
            aggregator.publish(Entry.several("ids", "e", 20));
            aggregator.publish(Entry.several("ids", "e", 25));
            List<Long> ids =
                    aggregator.trail("?topic=ids&limit=1000").stream()
                            .map(row -> row.get("id").asLong())
                            .toList();

            assertThat(ids).hasSize(45 * 3).doesNotHaveDuplicates();
            assertThat(ids).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        }

        @Test
        void a_refused_batch_leaves_none() throws Exception {
            aggregator.post("{\"events\":[" + Entry.of("refused", "e").json() + ",{}]}");

            assertThat(aggregator.trail("?event_id=e&topic=refused")).isEmpty();
        }
    }

    @Nested
    class Filters {

        @Test
        void they_combine() throws Exception {
            aggregator.publish(Entry.several("filter-a", "f", 3));
            aggregator.publish(Entry.several("filter-b", "f", 2));
            aggregator.publish(Entry.of("filter-b", "f0"));

            assertThat(aggregator.trail("?topic=filter-a")).hasSize(9);
            assertThat(aggregator.trail("?topic=filter-b&action=PROCESSED")).hasSize(2);
            assertThat(aggregator.trail("?topic=filter-b&action=DROPPED")).hasSize(1);
            assertThat(aggregator.trail("?topic=filter-a&action=DROPPED")).isEmpty();
            assertThat(aggregator.trail("?topic=filter-b&action=FAILED")).isEmpty();
            assertThat(aggregator.trail("?event_id=f0")).hasSize(9);
            assertThat(aggregator.trail("?event_id=f0&topic=filter-b")).hasSize(6);
            assertThat(aggregator.trail("?event_id=f0&topic=filter-b&action=RECEIVED")).hasSize(2);
            assertThat(actions(aggregator.trail("?event_id=f1&action=QUEUED")))
                    .containsExactly("QUEUED", "QUEUED");
            assertThat(aggregator.trail("?event_id=f1&unknown=ignored")).hasSize(6);
        }

        @ParameterizedTest
        @ValueSource(strings = {"NOTHING", "processed", "PROCESSED%20", "%00", "*"})
        void an_unknown_action_gives_an_empty_list(String action) throws Exception {
            aggregator.publish(Entry.of("unknown action", "e"));

            assertThat(aggregator.get("/audit?action=" + action).body())
                    .isEqualTo("{\"count\":0,\"audit_logs\":[]}");
        }

        @Test
        void empty_ones_are_ignored() throws Exception {
            aggregator.publish(Entry.of("empty filters", "e"));
            String all = aggregator.get("/audit").body();

            assertThat(aggregator.get("/audit?action=&topic=&event_id=&from=&to=").body())
                    .isEqualTo(all);
            assertThat(aggregator.get("/audit?").body()).isEqualTo(all);
        }

        @Test
        void an_id_of_any_text_is_found() throws Exception {
            for (String id : List.of("a b+c", "!@#$%^&*()", "ü:中\ud83d\ude00", "x".repeat(500))) {
                aggregator.publish(Entry.of(id, id));
                String encoded = AggregatorClient.encoded(id);

                assertThat(aggregator.trail("?event_id=" + encoded)).as(id).hasSize(3);
                assertThat(aggregator.trail("?topic=" + encoded)).as(id).hasSize(3);
            }
        }

        @Test
        void from_and_to_are_inclusive_and_agree_with_what_is_listed() throws Exception {
            for (int i = 0; i < 20; i++) {
                aggregator.publish(Entry.of("times", "e" + i));
            }
            List<JsonNode> all = aggregator.trail("?topic=times");
            String to = all.get(10).get("created_at").stringValue();
            String from = all.get(40).get("created_at").stringValue();
            List<JsonNode> expected =
                    all.stream()
                            .filter(
                                    row -> {
                                        String at = row.get("created_at").stringValue();
                                        return at.compareTo(from) >= 0 && at.compareTo(to) <= 0;
                                    })
                            .toList();

            assertThat(expected).hasSizeGreaterThan(30);
            assertThat(aggregator.trail("?topic=times&from=" + from + "&to=" + to))
                    .isEqualTo(expected);
            String withZone = from.replace("Z", "%2B00:00");
            assertThat(aggregator.trail("?topic=times&to=" + to + "&from=" + withZone))
                    .isEqualTo(expected);
            assertThat(aggregator.trail("?topic=times&from=2999-01-01")).isEmpty();
            assertThat(aggregator.trail("?topic=times&to=1999-01-01T00:00:00")).isEmpty();
            assertThat(aggregator.trail("?topic=times&from=1999-01-01&to=2999-01-01"))
                    .isEqualTo(all);
        }

        @ParameterizedTest
        @CsvSource({"from,yesterday", "to,x", "from,2025-13-01", "to,2025-02-30T00:00:00"})
        void what_is_no_time_is_refused(String name, String value) throws Exception {
            HttpResponse<String> response = aggregator.get("/audit?" + name + "=" + value);

            assertThat(response.statusCode()).isEqualTo(422);
            JsonNode error = Client.JSON.readTree(response.body()).get("detail").get(0);
            assertThat(error.get("loc")).hasToString("[\"query\",\"" + name + "\"]");
            assertThat(error.get("input").stringValue()).isEqualTo(value);
        }
    }

    @Nested
    class Limits {

        @Test
        void a_hundred_are_listed_unless_asked_otherwise() throws Exception {
            aggregator.publish(Entry.several("limit", "e", 400));
            List<JsonNode> most = aggregator.trail("?topic=limit&limit=1000");

            assertThat(most).hasSize(1000);
            assertThat(aggregator.trail("?topic=limit")).isEqualTo(most.subList(0, 100));
            assertThat(aggregator.trail("?topic=limit&limit=1")).isEqualTo(most.subList(0, 1));
            assertThat(aggregator.trail("?topic=limit&limit=8")).isEqualTo(most.subList(0, 8));
            JsonNode listed = Client.JSON.readTree(aggregator.get("/audit?limit=7").body());
            assertThat(listed.get("count").asInt()).isEqualTo(7);
            assertThat(listed.get("audit_logs")).hasSize(7);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "0|greater_than_equal|Input should be greater than or equal to 1|{\"ge\":1}",
                    "-1|greater_than_equal|Input should be greater than or equal to 1|{\"ge\":1}",
                    "1001|less_than_equal|Input should be less than or equal to 1000|{\"le\":1000}"
                })
        void one_out_of_range_is_refused(String limit, String type, String message, String context)
                throws Exception {
            HttpResponse<String> response = aggregator.get("/audit?limit=" + limit);

            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body())
                    .isEqualTo(
                            """
                            {"detail":[{"type":"%s","loc":["query","limit"],"msg":"%s",\
                            "input":"%s","ctx":%s}]}\
                            """
                                    .formatted(type, message, limit, context));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "1.5", "1e2", "ten", "--1"})
        void one_that_is_no_number_is_refused(String limit) throws Exception {
            HttpResponse<String> response = aggregator.get("/audit?limit=" + limit);

            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body())
                    .isEqualTo(
                            """
                            {"detail":[{"type":"int_parsing","loc":["query","limit"],"msg":"Input \
                            should be a valid integer, unable to parse string as an integer",\
                            "input":"%s"}]}\
                            """
                                    .formatted(limit));
        }
    }

    @Nested
    class Summaries {

        @Test
        void by_topic_and_by_worker_it_adds_up_to_the_trail() throws Exception {
            for (int i = 0; i < 10; i++) {
                aggregator.publish(Entry.several("summary", "e", 3 * i));
            }
            List<JsonNode> rows = new ArrayList<>(aggregator.trail("?topic=summary&limit=1000"));
            Tally counted = actions(rows).stream().reduce(Tally.NOTHING, Tally::plus, Tally::plus);

            assertThat(aggregator.tally("summary")).isEqualTo(counted);
            assertThat(counted).isEqualTo(Tally.of(27, 108));
            Summary summary = aggregator.summary();
            assertThat(summary.addsUp()).isTrue();
            assertThat(summary.byWorker()).containsOnlyKeys("0", "1", "2", "3");
            assertThat(summary.total()).isEqualTo(aggregator.stats().tally());
        }
    }
}

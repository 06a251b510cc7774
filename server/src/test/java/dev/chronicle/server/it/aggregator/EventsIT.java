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

import java.net.http.HttpResponse;
import java.util.List;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class EventsIT {

    private final AggregatorClient aggregator;

    EventsIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    @Test
    void an_event_is_listed_with_the_keys_in_the_order_of_the_contract() throws Exception {
        aggregator.publish(Entry.of("keys", "e"));

        HttpResponse<String> response = aggregator.get("/events?topic=keys");
        assertThat(response.body())
                .isEqualTo(
                        """
                        {"count":1,"events":[{"event_id":"e","topic":"keys","source":"source",\
                        "payload":{"message":"m","timestamp":"2025-01-01T00:00:00"},\
                        "timestamp":"2025-01-01T00:00:00Z"}]}\
                        """);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void an_unknown_topic_has_none() throws Exception {
        assertThat(aggregator.get("/events?topic=unknown").body())
                .isEqualTo("{\"count\":0,\"events\":[]}");
        assertThat(aggregator.get("/events?topic=unknown").statusCode()).isEqualTo(200);
    }

    @Test
    void the_newest_published_come_first_in_a_batch_too() throws Exception {
        aggregator.publish(Entry.of("newest", "1"), Entry.of("newest", "2"));
        aggregator.publish(Entry.of("newest", "3"));
        aggregator.publish(Entry.of("newest", "4"), Entry.of("newest", "5"));

        assertThat(aggregator.ids("newest")).containsExactly("5", "4", "3", "2", "1");
    }

    @Test
    void the_count_is_the_length_however_long() throws Exception {
        for (int i = 0; i < 5; i++) {
            aggregator.publish(Entry.several("length", i + "-", 1000));
            aggregator.publish(Entry.several("length", i + "-", 10));
        }
        JsonNode listed = aggregator.topic("length");

        assertThat(listed.get("count").asInt()).isEqualTo(5000);
        assertThat(AggregatorClient.texts(aggregator.events("length"), "event_id"))
                .hasSize(5000)
                .doesNotHaveDuplicates();
    }

    @Test
    void without_a_topic_all_are_listed_newest_first() throws Exception {
        aggregator.publish(Entry.of("all-a", "1"), Entry.of("all-b", "2"));
        aggregator.publish(Entry.of("all-a", "1"), Entry.of("all-c", "3"));

        List<JsonNode> newest = aggregator.allEvents().subList(0, 3);
        assertThat(AggregatorClient.texts(newest, "topic"))
                .containsExactly("all-c", "all-b", "all-a");
        JsonNode listed = Client.JSON.readTree(aggregator.get("/events").body());
        assertThat(listed.get("count").asInt()).isEqualTo(listed.get("events").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"m\",\"timestamp\":0}",
                "{ \"message\" :  \"two  spaces\" ,\t\"timestamp\":\n\"2025-01-01\" }",
                "{\"timestamp\":\"2025-01-01T12:00:00+02:00\",\"message\":\"as it was sent\"}",
                "{\"message\":\"ünï \u4e2d \ud83d\ude00 \\u00fc \\ud83d\\ude00 \\/ \\n \\u0000\","
                        + "\"timestamp\":0}",
                "{\"message\":\"\",\"timestamp\":1e3,\"big\":123456789012345678901234567890123456}",
                "{\"message\":\"\",\"timestamp\":1.50,\"n\":[1.00,-0,-0.0,1E+400,5e-324,0.1]}",
                "{\"message\":\"\",\"timestamp\":0,\"a\":{\"b\":[{\"c\":[[],{},null,true]}]}}",
                "{\"message\":\"\",\"timestamp\":0,\"\":1,\" \":2,\"event_id\":3,\"a\":4,\"a\":5}"
            })
    void a_payload_comes_back_byte_for_byte(String payload) throws Exception {
        String topic = "payload" + payload.hashCode();
        aggregator.publish(Entry.of(topic, "e").withPayload(payload));

        assertThat(aggregator.get("/events?topic=" + topic).body())
                .contains("\"payload\":" + payload + ",\"timestamp\":\"2025-01-01T00:00:00Z\"}]}");
    }

    @Test
    void a_payload_may_be_deep() throws Exception {
        String deep = "[".repeat(400) + "]".repeat(400);
        String payload = "{\"message\":\"\",\"timestamp\":0,\"deep\":" + deep + "}";
        aggregator.publish(Entry.of("deep", "e").withPayload(payload));

        assertThat(aggregator.get("/events?topic=deep").body()).contains(payload);
    }

    @Test
    void keys_that_an_event_does_not_have_are_not_kept() throws Exception {
        String event = Entry.of("extra", "e").json();
        String body = event.replaceFirst("^\\{", "{\"id\":7,\"extra\":{\"topic\":\"x\"},");
        HttpResponse<String> response = aggregator.post("{\"events\":[" + body + "],\"more\":1}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(aggregator.events("extra").getFirst().propertyNames())
                .containsExactly("event_id", "topic", "source", "payload", "timestamp");
    }
}

package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Client;
import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.RawClient;
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
import java.nio.charset.StandardCharsets;
import java.util.List;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class SchemaValidationIT {

    private static final Entry GOOD = Entry.of("schema", "e");

    private final ServerProcess server;
    private final AggregatorClient aggregator;

    SchemaValidationIT(ServerProcess server) {
        this.server = server;
        aggregator = new AggregatorClient(server);
    }

    /** The answer 422 to a body, at the root and below the prefix. */
    private String refusal(String body) throws Exception {
        HttpResponse<String> response = aggregator.post(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(aggregator.atTheRoot().post(body).body()).isEqualTo(response.body());
        return response.body();
    }

    private String refusalOfEvent(String event) throws Exception {
        return refusal("{\"events\":[" + event + "]}");
    }

    /** {@link #GOOD} with something else for the value of a field. */
    private static String with(String field, String value) {
        return GOOD.json()
                .replaceFirst(
                        "\"%s\":(\"[^\"]*\"|\\{.*?})".formatted(field),
                        "\"%s\":%s".formatted(field, value));
    }

    private static String without(String field) {
        return GOOD.json()
                .replaceFirst("\"%s\":(\"[^\"]*\"|\\{.*?}),?".formatted(field), "")
                .replace(",}", "}");
    }

    @Nested
    class Fields {

        @ParameterizedTest
        @ValueSource(strings = {"event_id", "topic", "source", "payload"})
        void a_missing_field_is_named_to_the_letter(String field) throws Exception {
            assertThat(refusalOfEvent(without(field)))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"missing","loc":["body","events",0,"%s"],\
                            "msg":"Field required","input":%s}]}\
                            """
                                    .formatted(field, without(field)));
        }

        @Test
        void the_last_field_of_an_event_may_be_missing_too() throws Exception {
            String event = "{\"event_id\":\"e\",\"topic\":\"t\",\"source\":\"s\",\"payload\":{}}";
            assertThat(refusalOfEvent(event))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"missing",\
                            "loc":["body","events",0,"payload","message"],\
                            "msg":"Field required","input":{}},\
                            {"type":"missing","loc":["body","events",0,"payload","timestamp"],\
                            "msg":"Field required","input":{}},\
                            {"type":"missing","loc":["body","events",0,"timestamp"],\
                            "msg":"Field required","input":%s}]}\
                            """
                                    .formatted(event));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "1.5", "null", "true", "[]", "[\"e\"]", "{}", "{\"a\":1}"})
        void what_must_be_a_string_is_nothing_else(String value) throws Exception {
            for (String field : List.of("event_id", "topic", "source")) {
                assertThat(refusalOfEvent(with(field, value)))
                        .isEqualTo(
                                """
                                {"detail":[{"type":"string_type","loc":["body","events",0,"%s"],\
                                "msg":"Input should be a valid string","input":%s}]}\
                                """
                                        .formatted(field, value));
            }
            String payload = "{\"timestamp\":0,\"message\":" + value + "}";
            assertThat(refusalOfEvent(GOOD.withPayload(payload).json()))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"string_type",\
                            "loc":["body","events",0,"payload","message"],\
                            "msg":"Input should be a valid string","input":%s}]}\
                            """
                                    .formatted(value));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "null", "false", "\"text\"", "[]", "[{}]"})
        void a_payload_is_an_object(String value) throws Exception {
            assertThat(refusalOfEvent(GOOD.withPayload(value).json()))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"model_attributes_type",\
                            "loc":["body","events",0,"payload"],"msg":"Input should be a valid \
                            dictionary or object to extract fields from","input":%s}]}\
                            """
                                    .formatted(value));
        }

        @Test
        void a_timestamp_is_a_time() throws Exception {
            assertThat(refusalOfEvent(GOOD.at("\"soon\"").json()))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"datetime_from_date_parsing",\
                            "loc":["body","events",0,"timestamp"],\
                            "msg":"Input should be a valid datetime or date, input is too short",\
                            "input":"soon","ctx":{"error":"input is too short"}}]}\
                            """);
            assertThat(refusalOfEvent(GOOD.at("null").json()))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"datetime_type",\
                            "loc":["body","events",0,"timestamp"],\
                            "msg":"Input should be a valid datetime","input":null}]}\
                            """);
        }
    }

    @Nested
    class Bodies {

        @ParameterizedTest
        @ValueSource(strings = {"null", "1", "\"e\"", "{}", "true"})
        void events_are_a_list(String value) throws Exception {
            assertThat(refusal("{\"events\":" + value + "}"))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"list_type","loc":["body","events"],\
                            "msg":"Input should be a valid list","input":%s}]}\
                            """
                                    .formatted(value));
        }

        @Test
        void events_are_there() throws Exception {
            assertThat(refusal("{\"event\":[]}"))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"missing","loc":["body","events"],\
                            "msg":"Field required","input":{"event":[]}}]}\
                            """);
            assertThat(refusal(""))
                    .isEqualTo(
                            """
                            {"detail":[{"type":"missing","loc":["body"],\
                            "msg":"Field required","input":null}]}\
                            """);
            assertThat(refusal("[]")).contains("model_attributes_type", "\"loc\":[\"body\"]");
        }

        @Test
        void all_errors_of_all_events_are_told_in_order() throws Exception {
            String body =
                    "{\"events\":[%s,7,%s,{}]}"
                            .formatted(with("topic", "1"), GOOD.at("\"x\"").from("s").json());
            JsonNode detail = Client.JSON.readTree(refusal(body)).get("detail");

            assertThat(detail.valueStream().map(error -> error.get("loc").toString()))
                    .containsExactly(
                            "[\"body\",\"events\",0,\"topic\"]",
                            "[\"body\",\"events\",1]",
                            "[\"body\",\"events\",2,\"timestamp\"]",
                            "[\"body\",\"events\",3,\"event_id\"]",
                            "[\"body\",\"events\",3,\"topic\"]",
                            "[\"body\",\"events\",3,\"source\"]",
                            "[\"body\",\"events\",3,\"payload\"]",
                            "[\"body\",\"events\",3,\"timestamp\"]");
        }

        @ParameterizedTest
        @CsvSource({
            "'{', 1",
            "'{\"events\":[}', 11",
            "'{\"events\":[]} x', 14",
            "'{\"events\":NaN}', 13",
            "'not json', 0",
            "' ', 1"
        })
        void what_is_not_json_is_told_with_its_place(String body, int offset) throws Exception {
            JsonNode detail = Client.JSON.readTree(refusal(body)).get("detail");

            assertThat(detail).hasSize(1);
            JsonNode error = detail.get(0);
            assertThat(error.get("type").stringValue()).isEqualTo("json_invalid");
            assertThat(error.get("msg").stringValue()).isEqualTo("JSON decode error");
            assertThat(error.get("input").toString()).isEqualTo("{}");
            assertThat(error.at("/ctx/error").stringValue()).isNotEmpty();
            assertThat(error.at("/loc/0").stringValue()).isEqualTo("body");
            assertThat(error.at("/loc/1").asInt()).isBetween(Math.max(0, offset - 4), offset);
        }

        @Test
        void what_is_not_utf_8_is_no_json() throws Exception {
            byte[] body = Entry.batch(List.of(GOOD)).getBytes(StandardCharsets.ISO_8859_1);
            int place = body.length - 5;
            body[place] = (byte) 0xfc;
            HttpResponse<String> response = aggregator.post(body);

            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body())
                    .isEqualTo(
                            """
                            {"detail":[{"type":"json_invalid","loc":["body",%d],\
                            "msg":"JSON decode error","input":{},"ctx":{"error":"not UTF-8"}}]}\
                            """
                                    .formatted(place));
        }

        @Test
        void nesting_without_end_is_refused() throws Exception {
            String deep = "[".repeat(100_000);
            assertThat(refusal("{\"events\":" + deep)).contains("json_invalid");
            assertThat(refusalOfEvent(GOOD.withPayload("{\"x\":" + deep).json()))
                    .contains("json_invalid");
        }

        @Test
        void whatever_is_refused_leaves_nothing() throws Exception {
            aggregator.post("{\"events\":[" + GOOD.json() + "," + without("source") + "]}");
            aggregator.post("{\"events\":[" + GOOD.json() + "]");

            assertThat(aggregator.ids("schema")).isEmpty();
            assertThat(aggregator.trail("?topic=schema")).isEmpty();
            assertThat(aggregator.tally("schema")).isEqualTo(Tally.NOTHING);
        }
    }

    @Nested
    class Paths {

        @ParameterizedTest
        @CsvSource({
            "/publish,GET,POST",
            "/publish,HEAD,POST",
            "/publish,PUT,POST",
            "/events,POST,GET",
            "/stats,POST,GET",
            "/stats,DELETE,GET",
            "/audit,PATCH,GET",
            "/audit/summary,PUT,GET",
            "/health,POST,GET",
            "/ready,INVENTED,GET"
        })
        void other_methods_are_not_allowed(String path, String method, String allowed)
                throws Exception {
            HttpResponse<String> response = aggregator.send(method, path);

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains(allowed);
            assertThat(response.body())
                    .isEqualTo(method.equals("HEAD") ? "" : "{\"detail\":\"Method Not Allowed\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"/nothing", "/stats/", "/audit/", "/Events", "/publish/1", "/audit/x"})
        void unknown_paths_are_not_found(String path) throws Exception {
            HttpResponse<String> response = aggregator.get(path);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"detail\":\"Not Found\"}");
            assertThat(aggregator.atTheRoot().get(path).statusCode()).isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/events", "/stats", "/audit", "/audit/summary", "/health"})
        void head_is_get_without_the_body(String path) throws Exception {
            HttpResponse<String> head = aggregator.send("HEAD", path);

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Type")).contains("application/json");
        }

        @Test
        void a_body_that_is_announced_too_long_is_refused_before_it_comes() throws Exception {
            String announced =
                    """
                    POST /publish HTTP/1.1\r
                    Host: x\r
                    Expect: 100-continue\r
                    Content-Length: 67108865\r
                    \r
                    """;
            assertThat(RawClient.exchange(server.port(), announced)).startsWith("HTTP/1.1 413 ");
        }
    }
}

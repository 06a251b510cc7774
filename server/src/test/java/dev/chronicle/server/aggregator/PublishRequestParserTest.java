package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.http.Json;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

class PublishRequestParserTest {

    private static final String PAYLOAD = "{\"message\":\"m\",\"timestamp\":\"2025-01-01\"}";

    private static PublishRequest parse(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        // as it comes from a request: the array may be longer
        return PublishRequestParser.parse(Arrays.copyOf(bytes, length + 5), length);
    }

    private static PublishedEvent parseOne(String event) {
        List<PublishedEvent> events = parse("{\"events\":[" + event + "]}").events();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static String payload(PublishRequest request, int index) {
        PublishedEvent event = request.events().get(index);
        return new String(
                request.body(),
                event.payloadOffset(),
                event.payloadLength(),
                StandardCharsets.UTF_8);
    }

    /** An event with some JSON in place of the value of one key. */
    private static String event(String key, String value) {
        return event("e", "t", "s", PAYLOAD, "\"2025-01-01\"")
                .replaceFirst("\"" + key + "\":(\"[^\"]*\"|\\{[^}]*})", "\"" + key + "\":" + value);
    }

    private static String event(
            String id, String topic, String source, String payload, String timestamp) {
        return """
        {"event_id":"%s","topic":"%s","source":"%s","payload":%s,"timestamp":%s}\
        """
                .formatted(id, topic, source, payload, timestamp);
    }

    @Nested
    class Valid {

        @Test
        void an_event_is_read() {
            String event =
                    """
                    {"event_id":"unique-id","topic":"topic-name","source":"source-service",
                     "payload":{"message":"Event content","timestamp":"2025-01-01T00:00:00"},
                     "timestamp":"2025-01-01T00:00:01"}\
                    """;
            PublishedEvent read = parseOne(event);
            assertThat(read.eventId()).isEqualTo("unique-id");
            assertThat(read.topic()).isEqualTo("topic-name");
            assertThat(read.source()).isEqualTo("source-service");
            assertThat(read.timestamp()).isEqualTo(Instant.parse("2025-01-01T00:00:01Z"));
        }

        @Test
        void no_events_are_a_request_too() {
            assertThat(parse("{\"events\":[]}").events()).isEmpty();
            assertThat(parse(" {\"a\":{\"events\":1}, \"events\" : [ ] , \"b\":[1]} ").events())
                    .isEmpty();
        }

        @Test
        void payloads_are_the_bytes_that_came() {
            String payload =
                    "{ \"timestamp\":1e3 ,\"\\u006dessage\":\"\\u00e9é\\ud800\","
                            + " \"extra\":{\"a\":[1.00,{}]},\"\":null\n}";
            PublishRequest request =
                    parse(
                            "{\"events\":[%s , %s]}"
                                    .formatted(
                                            event("é", "t", "s", payload, "0"),
                                            event("f", "t", "s", PAYLOAD, "0")));
            assertThat(payload(request, 0)).isEqualTo(payload);
            assertThat(payload(request, 1)).isEqualTo(PAYLOAD);
        }

        @Test
        void text_may_be_empty_long_or_of_any_script() {
            String id = "x".repeat(500);
            String topic = "!@#$%\u20ac\ud83d\ude00".repeat(200);
            PublishedEvent read = parseOne(event(id, topic, "", PAYLOAD, "0"));
            assertThat(read.eventId()).isEqualTo(id);
            assertThat(read.topic()).isEqualTo(topic);
            assertThat(read.source()).isEmpty();
            assertThat(parseOne(event("", "", "\\ud83d\\ude00\\u0000", PAYLOAD, "0")))
                    .extracting(
                            PublishedEvent::eventId, PublishedEvent::topic, PublishedEvent::source)
                    .containsExactly("", "", "\ud83d\ude00\0");
        }

        @Test
        void unknown_keys_may_hold_anything() {
            String event =
                    """
                    {"x":null,"event_id":"e","Topic":[[1]],"topic":"t","source":"s",
                     "payload":{"message":"m","timestamp":0,"topic":5},
                     "y":{"event_id":1,"payload":{}},"timestamp":0}\
                    """;
            assertThat(parseOne(event))
                    .extracting(
                            PublishedEvent::eventId, PublishedEvent::topic, PublishedEvent::source)
                    .containsExactly("e", "t", "s");
        }

        @Test
        void of_a_key_that_is_given_twice_the_last_one_counts() {
            String event =
                    """
                    {"event_id":1,"topic":"no","source":null,"payload":{},"timestamp":true,
                     "event_id":"e","topic":"t","source":"s","timestamp":"2025-01-01",
                     "payload":{"message":0,"message":"m","timestamp":[],"timestamp":0}}\
                    """;
            PublishRequest request =
                    parse("{\"events\":[{}],\"events\":5,\"events\":[" + event + "]}");
            PublishedEvent read = request.events().getFirst();
            assertThat(read.eventId()).isEqualTo("e");
            assertThat(read.topic()).isEqualTo("t");
            assertThat(read.source()).isEqualTo("s");
            assertThat(read.timestamp()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
            assertThat(payload(request, 0)).startsWith("{\"message\":0,");
        }

        @Test
        void repeated_topics_and_sources_are_the_same_string() {
            List<PublishedEvent> events =
                    parse(
                                    "{\"events\":[%s,%s,%s]}"
                                            .formatted(
                                                    event("1", "t", "s", PAYLOAD, "0"),
                                                    event("2", "other", "else", PAYLOAD, "0"),
                                                    event("3", "t", "s", PAYLOAD, "0")))
                            .events();
            assertThat(events.get(2).topic()).isSameAs(events.get(0).topic());
            assertThat(events.get(2).source()).isSameAs(events.get(0).source());
        }

        @Test
        void keys_and_numbers_that_are_not_looked_at_may_be_deep() {
            int depth = Json.MAX_DEPTH - 4;
            String deep = "[".repeat(depth) + "]".repeat(depth);
            String payload = "{\"message\":\"\",\"timestamp\":0,\"deep\":" + deep + "}";
            assertThat(parseOne(event("payload", payload)).payloadLength())
                    .isEqualTo(payload.length());
        }
    }

    @Nested
    class Invalid {

        private static String errors(String body) {
            return Refusal.ofPublishing(body).toString();
        }

        private static JsonNode errorOfOne(String event) {
            JsonNode errors = Refusal.ofPublishing("{\"events\":[" + event + "]}");
            assertThat(errors).hasSize(1);
            return errors.get(0);
        }

        @Test
        void a_missing_field_is_named_and_what_encloses_it_shown() {
            String event = "{\"topic\":\"t\",\"source\":\"s\",\"payload\":{},\"timestamp\":0}";
            assertThat(errors("{\"events\":[" + event + "]}"))
                    .isEqualTo(
                            """
                            [{"type":"missing","loc":["body","events",0,"event_id"],\
                            "msg":"Field required","input":%s},\
                            {"type":"missing","loc":["body","events",0,"payload","message"],\
                            "msg":"Field required","input":{}},\
                            {"type":"missing","loc":["body","events",0,"payload","timestamp"],\
                            "msg":"Field required","input":{}}]\
                            """
                                    .formatted(event));
            assertThat(errors("{\"event\":[]}"))
                    .isEqualTo(
                            """
                            [{"type":"missing","loc":["body","events"],"msg":"Field required",\
                            "input":{"event":[]}}]\
                            """);
        }

        @Test
        void errors_come_in_the_order_of_events_and_fields() {
            String none = "{\"timestamp\":null,\"payload\":1}";
            assertThat(Refusal.ofPublishing("{\"events\":[%s,7,{}]}".formatted(none)))
                    .extracting(error -> error.get("loc") + " " + error.get("type").asString())
                    .containsExactly(
                            "[\"body\",\"events\",0,\"event_id\"] missing",
                            "[\"body\",\"events\",0,\"topic\"] missing",
                            "[\"body\",\"events\",0,\"source\"] missing",
                            "[\"body\",\"events\",0,\"payload\"] model_attributes_type",
                            "[\"body\",\"events\",0,\"timestamp\"] datetime_type",
                            "[\"body\",\"events\",1] model_attributes_type",
                            "[\"body\",\"events\",2,\"event_id\"] missing",
                            "[\"body\",\"events\",2,\"topic\"] missing",
                            "[\"body\",\"events\",2,\"source\"] missing",
                            "[\"body\",\"events\",2,\"payload\"] missing",
                            "[\"body\",\"events\",2,\"timestamp\"] missing");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1",
                    "-1.5",
                    "null",
                    "true",
                    "false",
                    "[]",
                    "[\"a\", {}]",
                    "{}",
                    "{\"a\" : 1}"
                })
        void a_string_must_be_a_string(String value) {
            for (String key : List.of("event_id", "topic", "source")) {
                JsonNode error = errorOfOne(event(key, value));
                assertThat(error.get("loc"))
                        .hasToString("[\"body\",\"events\",0,\"%s\"]".formatted(key));
                assertThat(error.toString()).contains("\"type\":\"string_type\"");
                assertThat(error.get("input")).hasToString(value.replace(" ", ""));
            }
            String payload = "{\"message\":%s,\"timestamp\":0}".formatted(value);
            JsonNode error = errorOfOne(event("payload", payload));
            assertThat(error.get("loc"))
                    .hasToString("[\"body\",\"events\",0,\"payload\",\"message\"]");
            assertThat(error.get("msg").asString()).isEqualTo("Input should be a valid string");
        }

        @ParameterizedTest
        @CsvSource({
            "null, datetime_type, Input should be a valid datetime",
            "{}, datetime_type, Input should be a valid datetime",
            "1e300, datetime_parsing, 'Input should be a valid datetime, dates after 9999 are not"
                    + " supported as unix timestamps'",
            "'\"x\"', datetime_from_date_parsing,"
                    + " 'Input should be a valid datetime or date, input is too short'",
            "'\"2025-13-01\"', datetime_from_date_parsing, 'Input should be a valid datetime or"
                    + " date, month value is outside expected range of 1-12'",
        })
        void a_time_that_is_none_is_told(String value, String type, String message) {
            JsonNode inPayload =
                    errorOfOne(event("payload", "{\"message\":\"\",\"timestamp\":" + value + "}"));
            assertThat(inPayload.get("loc"))
                    .hasToString("[\"body\",\"events\",0,\"payload\",\"timestamp\"]");
            JsonNode ofEvent = errorOfOne(event("e", "t", "s", PAYLOAD, value));
            assertThat(ofEvent.get("loc")).hasToString("[\"body\",\"events\",0,\"timestamp\"]");
            for (JsonNode error : List.of(inPayload, ofEvent)) {
                assertThat(error.get("type").asString()).isEqualTo(type);
                assertThat(error.get("msg").asString()).isEqualTo(message);
                if (type.equals("datetime_type")) {
                    assertThat(error.has("ctx")).isFalse();
                } else {
                    assertThat(message).endsWith(", " + error.at("/ctx/error").asString());
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\ud800", "a\\udc00", "\\udc00\\ud800", "\\ud83d\\u0041"})
        void a_surrogate_without_its_partner_cannot_be_stored(String text) {
            for (String key : List.of("event_id", "topic", "source")) {
                String event = event("e", "t", "s", PAYLOAD, "0");
                JsonNode error =
                        errorOfOne(
                                event.replaceFirst(
                                        "\"%s\":\"[^\"]*\"".formatted(key),
                                        "\"%s\":\"%s\""
                                                .formatted(key, text.replace("\\", "\\\\"))));
                assertThat(error.get("type").asString()).isEqualTo("string_unicode");
                assertThat(error.get("loc").get(3).asString()).isEqualTo(key);
            }
        }

        @Test
        void events_must_be_a_list() {
            for (String value : List.of("null", "1", "\"x\"", "{\"a\":[1]}", "true")) {
                assertThat(errors("{\"events\":" + value + "}"))
                        .isEqualTo(
                                """
                                [{"type":"list_type","loc":["body","events"],\
                                "msg":"Input should be a valid list","input":%s}]\
                                """
                                        .formatted(value));
            }
        }

        @Test
        void the_body_must_be_an_object() {
            for (String value : List.of("1", "\"x\"", "[{\"a\":[1]}]", "true")) {
                assertThat(errors(value))
                        .isEqualTo(
                                """
                                [{"type":"model_attributes_type","loc":["body"],\
                                "msg":"Input should be a valid dictionary or object \
                                to extract fields from","input":%s}]\
                                """
                                        .formatted(value));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null"})
        void a_body_must_be_there(String body) {
            assertThat(errors(body))
                    .isEqualTo(
                            """
                            [{"type":"missing","loc":["body"],"msg":"Field required",\
                            "input":null}]\
                            """);
        }

        @Test
        void a_long_input_is_left_out() {
            String id = "[\"" + "x".repeat(5000) + "\"]";
            assertThat(errorOfOne(event("event_id", id)).get("input").asString())
                    .isEqualTo("(5004 bytes left out)");
        }

        @Test
        void errors_are_told_up_to_a_limit() {
            String events = String.join(",", Collections.nCopies(10_000, "{}"));
            JsonNode errors = Refusal.ofPublishing("{\"events\":[" + events + "]}");
            assertThat(errors).hasSize(100);
            assertThat(errors.get(99).get("loc"))
                    .hasToString("[\"body\",\"events\",19,\"timestamp\"]");
        }

        @Test
        void nothing_is_left_of_errors_under_a_key_that_is_given_again() {
            String events = String.join(",", Collections.nCopies(200, "{}"));
            String body = "{\"events\":[" + events + "],\"events\":[%s]}";
            assertThat(parse(body.formatted(event("e", "t", "s", PAYLOAD, "0"))).events())
                    .hasSize(1);
            assertThat(Refusal.ofPublishing(body.formatted("1"))).hasSize(1);
        }
    }

    @Nested
    class NotJson {

        private static void refused(String body, int offset, String reason) {
            assertThat(Refusal.ofPublishing(body).toString())
                    .isEqualTo(
                            """
                            [{"type":"json_invalid","loc":["body",%d],\
                            "msg":"JSON decode error","input":{},"ctx":{"error":"%s"}}]\
                            """
                                    .formatted(offset, reason));
        }

        @Test
        void it_says_where_and_why() {
            refused(" ", 1, "Expecting value");
            refused("{\"events\":[]} {}", 14, "Extra data");
            refused("{\"events\":[", 11, "unexpected end of the input");
            refused("{\"events\":[}", 11, "Unexpected close marker '}': expected ']'");
            refused("{\"a\":NaN}", 8, "Non-standard token 'NaN'");
            refused("{\"a\":01}", 6, "Invalid numeric value: Leading zeroes not allowed");
        }

        @Test
        void it_comes_before_whatever_else_is_wrong() {
            refused("{\"events\":[{},1", 15, "unexpected end of the input");
            refused("[]]", 2, "Unexpected close marker ']': no open Array to close");
        }

        @Test
        void too_deep_is_refused() {
            String deep = "[".repeat(100_000);
            refused(
                    "{\"a\":" + deep,
                    505,
                    "Document nesting depth (501) exceeds the maximum allowed (500)");
            assertThat(Refusal.ofPublishing("{\"events\":" + deep + "}").get(0).get("type"))
                    .hasToString("\"json_invalid\"");
        }

        @Test
        void bytes_that_are_not_utf_8_are_refused() {
            byte[] body = "{\"events\":[],\"a\":\"xy\"}".getBytes(StandardCharsets.UTF_8);
            body[19] = (byte) 0xff;
            JsonNode errors =
                    Refusal.of(
                            () ->
                                    assertThat(PublishRequestParser.parse(body, body.length))
                                            .isNull());
            assertThat(errors.toString())
                    .isEqualTo(
                            """
                            [{"type":"json_invalid","loc":["body",19],\
                            "msg":"JSON decode error","input":{},"ctx":{"error":"not UTF-8"}}]\
                            """);
        }

        @Test
        void every_beginning_of_a_batch_is_no_json_and_nothing_else() {
            String event =
                    """
                    {"event_id":"é","topic":"t\\u00e9","source":"s","x":[null,true,-1.5e3],
                     "payload":{"message":"\ud83d\ude00","timestamp":17e8},"timestamp":0}\
                    """;
            byte[] body =
                    "{\"events\":[%s,%s]}".formatted(event, event).getBytes(StandardCharsets.UTF_8);
            assertThat(PublishRequestParser.parse(body, body.length).events()).hasSize(2);
            for (int length = 1; length < body.length; length++) {
                int cut = length;
                JsonNode errors =
                        Refusal.of(
                                () -> assertThat(PublishRequestParser.parse(body, cut)).isNull());
                assertThat(errors).hasSize(1);
                assertThat(errors.get(0).get("type").asString()).isEqualTo("json_invalid");
                assertThat(errors.at("/0/loc/1").asInt()).isBetween(0, length);
            }
        }
    }
}

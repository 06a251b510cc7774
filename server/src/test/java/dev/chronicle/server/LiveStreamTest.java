package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.server.http.HttpLimits;
import dev.chronicle.store.memory.MemoryEventStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@Timeout(60)
class LiveStreamTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final StreamId ORDERS = StreamId.parse("topic/orders");

    private final MemoryEventStore store = new MemoryEventStore();

    private void append(StreamId stream, String type, EventData data, String... tags) {
        List<Tag> parsed = Stream.of(tags).map(Tag::parse).toList();
        NewEvent event = NewEvent.of(stream, type).data(data).tags(parsed).build();
        store.append(List.of(event)).join();
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            append(ORDERS, "Placed", EventData.json("{}"));
        }
    }

    private static List<Long> positions(SseClient client, int count) throws Exception {
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SseClient.Frame event = client.event();
            positions.add(JSON.readTree(event.data()).get("position").asLong());
            assertThat(event.id()).isEqualTo(positions.getLast().toString());
        }
        return positions;
    }

    @Test
    void what_is_there_comes_first_and_then_what_is_committed() throws Exception {
        append(2);
        try (TestServer server = TestServer.of(store);
                SseClient client = SseClient.open(server.port(), "/events/stream")) {
            assertThat(positions(client, 2)).containsExactly(1L, 2L);
            append(3);
            assertThat(positions(client, 3)).containsExactly(3L, 4L, 5L);
        }
    }

    @Test
    void it_begins_behind_the_position_that_is_asked_for() throws Exception {
        append(3);
        try (TestServer server = TestServer.of(store);
                SseClient client = SseClient.open(server.port(), "/events/stream?after=2")) {
            assertThat(positions(client, 1)).containsExactly(3L);
        }
    }

    @Test
    void who_was_here_before_goes_on_behind_the_last_event_seen() throws Exception {
        append(3);
        try (TestServer server = TestServer.of(store);
                SseClient client =
                        SseClient.open(
                                server.port(), "/events/stream?after=end", "Last-Event-ID", "1")) {
            assertThat(positions(client, 2)).containsExactly(2L, 3L);
        }
    }

    @Test
    void from_the_end_it_is_told_at_once_where_that_was() throws Exception {
        append(3);
        try (TestServer server = TestServer.of(store);
                SseClient client = SseClient.open(server.port(), "/events/stream?after=end")) {
            SseClient.Frame mark = client.frame().orElseThrow();
            while (mark.id().isEmpty()) {
                mark = client.frame().orElseThrow();
            }
            append(1);

            assertThat(mark).isEqualTo(new SseClient.Frame("3", "", false));
            assertThat(positions(client, 1)).containsExactly(4L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stream=topic/orders,1 3 4",
        "type=Paid,3",
        "type=Paid&type=Shipped,3 4",
        "tag=by:alice,2 3",
        "tag=by:alice&tag=at:noon,3",
        "stream=topic/orders&tag=by:alice,3"
    })
    void a_query_lets_through_what_it_means(String query, String expected) throws Exception {
        append(ORDERS, "Placed", EventData.json("{}"));
        append(StreamId.parse("topic/bills"), "Placed", EventData.json("{}"), "by:alice");
        append(ORDERS, "Paid", EventData.json("{}"), "by:alice", "at:noon");
        append(ORDERS, "Shipped", EventData.json("{}"));
        int count = expected.split(" ").length;
        try (TestServer server = TestServer.of(store);
                SseClient client = SseClient.open(server.port(), "/events/stream?" + query)) {
            assertThat(positions(client, count))
                    .extracting(Object::toString)
                    .isEqualTo(List.of(expected.split(" ")));
        }
    }

    @Test
    void an_event_shows_all_that_is_known_of_it() throws Exception {
        NewEvent placed =
                NewEvent.of(ORDERS, "Placed")
                        .id("order-1")
                        .time(Instant.parse("2025-01-31T11:00:00Z"))
                        .tags(Tag.parse("by:alice"))
                        .metadata(Map.of("source", "shop"))
                        .data(EventData.json("{\"amount\": 99.50,\r\n \"text\":\"ä\\n\"}"))
                        .build();
        store.append(List.of(placed)).join();
        try (TestServer server = TestServer.of(store);
                SseClient client = SseClient.open(server.port(), "/events/stream")) {
            String data = client.event().data();
            JsonNode event = JSON.readTree(data);

            assertThat(data).contains("{\"amount\": 99.50,   \"text\":\"ä\\n\"}");
            assertThat(event.propertyNames())
                    .containsExactly(
                            "position",
                            "id",
                            "stream",
                            "sequence",
                            "type",
                            "time",
                            "recorded_at",
                            "tags",
                            "metadata",
                            "content_type",
                            "data");
            assertThat(event.get("id").asString()).isEqualTo("order-1");
            assertThat(event.get("stream").asString()).isEqualTo("topic/orders");
            assertThat(event.get("time").asString()).isEqualTo("2025-01-31T11:00:00Z");
            assertThat(event.get("tags").toString()).isEqualTo("[\"by:alice\"]");
            assertThat(event.get("metadata").toString()).isEqualTo("{\"source\":\"shop\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({"application/json,{", "application/json,{} {}", "text/plain,hello"})
    void data_that_is_not_json_comes_in_base_64(String type, String data) throws Exception {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        append(ORDERS, "Placed", EventData.of(type, bytes));
        try (TestServer server = TestServer.of(store);
                SseClient client = SseClient.open(server.port(), "/events/stream")) {
            JsonNode event = JSON.readTree(client.event().data());

            assertThat(event.has("data")).isFalse();
            assertThat(Base64.getDecoder().decode(event.get("data_base64").asString()))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void a_quiet_stream_gives_signs_of_life_that_say_how_far_was_searched() throws Exception {
        append(2);
        HttpLimits lively = HttpLimits.standard().streams(10, Duration.ofMillis(20));
        try (TestServer server = TestServer.with(store, lively);
                SseClient client = SseClient.open(server.port(), "/events/stream?type=None")) {
            String last = "";
            while (!last.equals("2")) {
                last = client.frame().orElseThrow().id();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "after=-1,after must be a position or end: -1",
        "after=x,after must be a position or end: x",
        "after=1&after=2,after is given more than once",
        "stream=orders,stream makes no sense: stream must be written category/key: stream=orders",
        "tag=alice,tag makes no sense: tag must be written key:value: tag=alice",
        "type=%ff,type is not UTF-8",
        "typ=Paid,'typ is none of stream, type, tag and after'"
    })
    void a_query_that_makes_no_sense_is_answered_400(String query, String detail) throws Exception {
        try (TestServer server = TestServer.of(store)) {
            HttpResponse<InputStream> answer =
                    SseClient.request(server.port(), "/events/stream?" + query);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).get("detail").asString()).isEqualTo(detail);
        }
    }

    @Test
    void a_last_event_id_that_is_no_position_is_answered_400() throws Exception {
        try (TestServer server = TestServer.of(store)) {
            HttpResponse<InputStream> answer =
                    SseClient.request(server.port(), "/events/stream", "Last-Event-ID", "abc");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).get("detail").asString())
                    .isEqualTo("the header Last-Event-ID must be a position: abc");
        }
    }

    @Test
    void a_client_that_is_ahead_of_the_log_is_told() throws Exception {
        append(2);
        try (TestServer server = TestServer.of(store)) {
            HttpResponse<InputStream> answer =
                    SseClient.request(server.port(), "/events/stream", "Last-Event-ID", "3");

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(JSON.readTree(answer.body()).get("detail").asString())
                    .isEqualTo("the log ends before this position: after=3 head=2");
        }
    }

    @Test
    void too_many_streams_are_refused_until_one_ends() throws Exception {
        HttpLimits one = HttpLimits.standard().streams(1, Duration.ofMillis(20));
        try (TestServer server = TestServer.with(store, one)) {
            try (SseClient _ = SseClient.open(server.port(), "/events/stream")) {
                HttpResponse<InputStream> second =
                        SseClient.request(server.port(), "/events/stream");

                assertThat(second.statusCode()).isEqualTo(503);
                assertThat(second.headers().firstValue("Retry-After")).isPresent();
            }
            int status = 503;
            while (status == 503) {
                HttpResponse<InputStream> next = SseClient.request(server.port(), "/events/stream");
                status = next.statusCode();
                next.body().close();
            }
            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void a_server_that_stops_ends_its_streams_in_order() throws Exception {
        SseClient client;
        try (TestServer server = TestServer.of(store)) {
            client = SseClient.open(server.port(), "/events/stream");
            append(1);
            positions(client, 1);
        }
        assertThat(client.frame()).isEmpty();
    }

    @Test
    void a_client_that_does_not_read_is_left_and_delays_nobody() throws Exception {
        EventData large = EventData.json("\"" + "x".repeat(100_000) + "\"");
        HttpLimits impatient =
                HttpLimits.standard()
                        .patience(
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60),
                                Duration.ofMillis(200));
        try (TestServer server = TestServer.with(store, impatient);
                Socket stalled = server.connect();
                SseClient client = SseClient.open(server.port(), "/events/stream")) {
            TestServer.send(stalled, TestServer.get("/events/stream"));
            for (int i = 1; i <= 200; i++) {
                append(ORDERS, "Placed", large);
                assertThat(client.event().id()).isEqualTo(String.valueOf(i));
            }
            awaitReset(stalled);
        }
    }

    private static void awaitReset(Socket socket) {
        try {
            while (true) {
                TestServer.send(socket, "x");
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }
}

package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.EventData;
import dev.chronicle.pubsub.Message;
import dev.chronicle.pubsub.MessageSigner;
import dev.chronicle.pubsub.Secret;
import dev.chronicle.pubsub.Signature;
import dev.chronicle.pubsub.SigningOptions;
import dev.chronicle.server.channels.ChannelSecrets;
import dev.chronicle.server.channels.SignedJson;
import dev.chronicle.server.http.HttpLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

@Timeout(60)
class ChannelsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SECRET = "the secret of this test";
    private static final HttpLimits LIVELY =
            HttpLimits.standard().streams(10, Duration.ofMillis(50));

    private final TestServer server = TestServer.with(LIVELY, ChannelSecrets.of(SECRET));

    @AfterEach
    void stop() {
        server.close();
    }

    private static MessageSigner signer(String secret, Instant now) {
        MessageSigner signer =
                new MessageSigner(
                        SigningOptions.standard(), InstantSource.fixed(now), new Random(1));
        signer.setSecret(Secret.of(secret));
        return signer;
    }

    private static String signed(String channel, String topic, String json) {
        return SignedJson.sign(channel, topic, json, signer(SECRET, Instant.now())::sign);
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        return post(server, path, body, headers);
    }

    private static HttpResponse<String> post(
            TestServer server, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + server.port() + "/channels" + path))
                        .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private SseClient listen(String path, String... headers) throws Exception {
        return SseClient.open(server.port(), "/channels" + path, headers);
    }

    private static String reason(HttpResponse<String> response) {
        return response.statusCode()
                + " "
                + JSON.readTree(response.body()).path("error").asString("");
    }

    @Test
    void a_message_reaches_who_listens() throws Exception {
        try (SseClient exact = listen("/events/user.created");
                SseClient pattern = listen("/events/user.%3E");
                SseClient star = listen("/events/user.*");
                SseClient _ = listen("/audit/user.created")) {
            HttpResponse<String> answer =
                    post("/events/user.created", "{\"name\": \"ann\",\n \"age\": 1.0}");

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEqualTo("{\"status\":\"accepted\",\"recipients\":3}");
            String data =
                    """
                    {"channel":"events","topic":"user.created","priority":"high",\
                    "signed":false,"message":{"name": "ann",  "age": 1.0}}\
                    """;
            assertThat(exact.event()).isEqualTo(new SseClient.Frame("", data, false));
            assertThat(pattern.event().data()).isEqualTo(data);
            assertThat(star.event().data()).isEqualTo(data);
        }
    }

    @Test
    void whoever_left_is_no_recipient() throws Exception {
        listen("/events/t").close();
        int recipients = 1;
        while (recipients > 0) {
            String body = post("/events/t", "1").body();
            recipients = JSON.readTree(body).get("recipients").asInt();
        }
    }

    @Test
    void a_quiet_channel_gives_signs_of_life() throws Exception {
        try (SseClient client = listen("/events/t")) {
            SseClient.Frame frame = client.frame().orElseThrow();
            while (!frame.comment()) {
                frame = client.frame().orElseThrow();
            }
        }
    }

    @Test
    void of_150_messages_to_health_100_are_accepted_and_the_others_told_when_to_come_again()
            throws Exception {
        int accepted = 0;
        HttpResponse<String> last = post("/health/db", "1");
        long begun = System.nanoTime();
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + server.port()
                                                + "/channels/health/web"))
                        .POST(BodyPublishers.ofString("{\"status\":\"up\"}"))
                        .build();
        for (int i = 0; i < 150; i++) {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            accepted += answer.statusCode() == 202 ? 1 : 0;
            last = answer.statusCode() == 202 ? last : answer;
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();

        assertThat(accepted).isBetween(100, (int) (100 * (seconds + 1)));
        if (seconds < 1) {
            assertThat(reason(last)).isEqualTo("429 rate_limited");
            assertThat(last.headers().firstValue("Retry-After")).contains("1");
            assertThat(last.headers().firstValue("RateLimit-Policy"))
                    .contains("\"health\";q=100;w=1");
            assertThat(last.headers().firstValue("RateLimit")).contains("\"health\";r=0;t=1");
            assertThat(last.headers().firstValue("RateLimit-Limit")).contains("100");
            assertThat(last.headers().firstValue("RateLimit-Remaining")).contains("0");
            assertThat(last.headers().firstValue("RateLimit-Reset")).contains("1");
        }
    }

    @Test
    void a_message_that_carries_its_signature_is_taken_once() throws Exception {
        String body = signed("alerts", "disk.full", "{\"used\": 0.970, \"disk\": \"sd\\u0061\"}");
        try (SseClient client = listen("/alerts/disk.*")) {
            assertThat(post("/alerts/disk.full", body).statusCode()).isEqualTo(202);
            assertThat(reason(post("/alerts/disk.full", body))).isEqualTo("401 replayed_message");
            assertThat(client.event().data())
                    .isEqualTo(
                            """
                            {"channel":"alerts","topic":"disk.full","priority":"critical",\
                            "signed":true,"message":{"disk":"sda","used":0.970}}\
                            """);
        }
    }

    @Test
    void the_order_and_space_of_a_signed_object_do_not_matter() throws Exception {
        JsonNode signed = JSON.readTree(signed("alerts", "t", "{\"a\":1,\"b\":[true,null]}"));
        String other =
                "{ \"signature\":%s, \"b\":[ true,null ],\n\"nonce\":%s,\"signed_at\":\"%s\",\"a\":1}"
                        .formatted(
                                signed.get("signature"),
                                signed.get("nonce"),
                                signed.get("signed_at"));

        assertThat(post("/alerts/t", other).statusCode()).isEqualTo(202);
    }

    @Test
    void the_signature_may_stand_in_headers() throws Exception {
        String body = "[1,\n2]";
        Signature signature =
                signer(SECRET, Instant.now())
                        .sign(Message.of("security", "t", EventData.json(body)))
                        .signature();
        String[] headers = {
            "Chronicle-Signature", signature.mac().orElseThrow(),
            "Chronicle-Signed-At", signature.signedAt().orElseThrow(),
            "Chronicle-Nonce", signature.nonce().orElseThrow()
        };

        assertThat(reason(post("/security/t", "[1,2]", headers)))
                .isEqualTo("401 invalid_signature");
        assertThat(post("/security/t", body, headers).statusCode()).isEqualTo(202);
        assertThat(reason(post("/security/t", body, headers))).isEqualTo("401 replayed_message");
        assertThat(reason(post("/security/t", body, "Chronicle-Nonce", "x")))
                .isEqualTo("401 missing_signature");
    }

    @Test
    void every_reason_is_said() throws Exception {
        String whole = signed("alerts", "t", "{\"a\":1}");
        MessageSigner old = signer(SECRET, Instant.now().minusSeconds(400));
        MessageSigner ahead = signer(SECRET, Instant.now().plusSeconds(400));
        MessageSigner other = signer("another secret", Instant.now());

        assertThat(reason(post("/alerts/t", "{\"a\":1}"))).isEqualTo("401 signature_required");
        assertThat(reason(post("/alerts/t", "{\"a\":1,\"signature\":\"00\"}")))
                .isEqualTo("401 missing_timestamp");
        assertThat(reason(post("/alerts/t", "{\"signature\":\"00\",\"signed_at\":true}")))
                .isEqualTo("401 invalid_timestamp");
        assertThat(reason(post("/alerts/t", SignedJson.sign("alerts", "t", "{}", ahead::sign))))
                .isEqualTo("401 invalid_timestamp");
        assertThat(reason(post("/alerts/t", SignedJson.sign("alerts", "t", "{}", old::sign))))
                .isEqualTo("401 message_expired");
        assertThat(reason(post("/alerts/t", SignedJson.sign("alerts", "t", "{}", other::sign))))
                .isEqualTo("401 invalid_signature");
        assertThat(reason(post("/alerts/u", whole))).isEqualTo("401 invalid_signature");
        assertThat(reason(post("/security/t", whole))).isEqualTo("401 invalid_signature");
        assertThat(reason(post("/alerts/t", whole.replace("\"a\":1", "\"a\":2"))))
                .isEqualTo("401 invalid_signature");
        HttpResponse<String> answer = post("/alerts/t", "{}");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Chronicle-HMAC-SHA256");
    }

    @Test
    void without_a_secret_that_is_said() throws Exception {
        try (TestServer none = TestServer.with(LIVELY, ChannelSecrets.none())) {
            HttpResponse<String> unsigned = post(none, "/alerts/t", "{}");
            HttpResponse<String> signed = post(none, "/alerts/t", signed("alerts", "t", "{}"));

            assertThat(reason(unsigned)).isEqualTo("401 signature_required");
            assertThat(unsigned.body())
                    .contains("this server has no secret: set CHRONICLE_HMAC_SECRET");
            assertThat(reason(signed)).isEqualTo("401 no_secret");
            assertThat(post(none, "/events/t", "{}").statusCode()).isEqualTo(202);
        }
    }

    @Test
    void secrets_in_a_file_can_be_rotated_while_the_server_runs(@TempDir Path directory)
            throws Exception {
        Path file = directory.resolve("secrets");
        Files.writeString(file, SECRET + "\n");
        try (TestServer rotating = TestServer.with(LIVELY, ChannelSecrets.file(file))) {
            MessageSigner next = signer("the next secret", Instant.now());
            assertThat(post(rotating, "/alerts/t", signed("alerts", "t", "{}")).statusCode())
                    .isEqualTo(202);
            Files.writeString(file, "the next secret\n" + SECRET + "\n");
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            int status = 401;
            while (status == 401) {
                String body = SignedJson.sign("alerts", "t", "{\"n\":1}", next::sign);
                status = post(rotating, "/alerts/t", body).statusCode();
            }
            assertThat(status).isEqualTo(202);
            assertThat(post(rotating, "/alerts/t", signed("alerts", "t", "{\"x\":1}")).statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void a_client_goes_on_behind_the_last_alert_it_has_seen() throws Exception {
        for (int i = 1; i <= 4; i++) {
            post("/alerts/t", signed("alerts", "t", "{\"n\":" + i + "}"));
        }
        String second;
        try (SseClient client = listen("/alerts/t")) {
            client.event();
            second = client.event().id();
        }
        try (SseClient again = listen("/alerts/t", "Last-Event-ID", second);
                SseClient stranger = listen("/alerts/t", "Last-Event-ID", "0a0a0a0a-3")) {
            assertThat(again.event().data()).contains("\"n\":3");
            assertThat(again.event().data()).contains("\"n\":4");
            assertThat(stranger.event().data()).contains("\"n\":1");
        }
    }

    @Test
    void the_table_shows_the_channels_and_what_they_did() throws Exception {
        try (SseClient _ = listen("/events/t")) {
            post("/events/t", "1");
            post("/alerts/t", "1");
            JsonNode table = JSON.readTree(SseClient.request(server.port(), "/channels").body());
            List<JsonNode> channels = table.get("channels").valueStream().toList();

            assertThat(channels)
                    .extracting(it -> it.get("name").asString())
                    .containsExactly(
                            "alerts",
                            "security",
                            "events",
                            "health",
                            "system",
                            "metrics",
                            "audit",
                            "lifecycle",
                            "logging",
                            "diagnostics");
            assertThat(channels.get(0).toString())
                    .isEqualTo(
                            """
                            {"name":"alerts","priority":"critical","max_per_second":null,\
                            "signature":"required","overflow":"drop_oldest","history":16,\
                            "subscriptions":0,"published":0,"delivered":0,"dropped":0,\
                            "rate_limited":0,"refused":1}\
                            """);
            assertThat(channels.get(2).toString())
                    .contains("\"subscriptions\":1,\"published\":1,\"delivered\":1");
            assertThat(channels.get(3).get("max_per_second").asInt()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/gossip/t,1,404,there is no such channel: channel=gossip",
        "/events/a..b,1,400,topic has an empty word: a..b",
        "/events/a.*,1,400,topic has a character that no word may have: a.*",
        "/events/a%20b,1,400,topic has a character that no word may have: a b",
        "/events/%ff,1,400,the path is not UTF-8",
        "/events/t,'',400,there is no message",
        "/events/t,1 2,400,there is something behind the message",
        "/events/t,[1,400,unexpected end of the input at byte offset 2",
        "'/events/t','{\"a\":1,\"a\":2}',400,a name is given twice: a"
    })
    void what_makes_no_sense_is_named(String path, String body, int status, String detail)
            throws Exception {
        HttpResponse<String> answer = post(path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("detail").asString()).isEqualTo(detail);
    }

    @Test
    void a_message_has_a_largest_size() throws Exception {
        assertThat(post("/events/t", "\"" + "x".repeat(65_534) + "\"").statusCode()).isEqualTo(202);
        assertThat(post("/events/t", "\"" + "x".repeat(65_535) + "\"").statusCode()).isEqualTo(413);
    }

    @Test
    void a_client_that_does_not_read_is_left_and_delays_nobody() throws Exception {
        HttpLimits impatient =
                LIVELY.patience(
                        Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(200));
        String large = "\"" + "x".repeat(60_000) + "\"";
        try (TestServer brief = TestServer.with(impatient, ChannelSecrets.none());
                Socket stalled = brief.connect();
                SseClient client = SseClient.open(brief.port(), "/channels/events/t")) {
            TestServer.send(stalled, TestServer.get("/channels/events/t"));
            for (int i = 1; i <= 300; i++) {
                assertThat(post(brief, "/events/t", large).statusCode()).isEqualTo(202);
                assertThat(client.event().data()).endsWith(large + "}");
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

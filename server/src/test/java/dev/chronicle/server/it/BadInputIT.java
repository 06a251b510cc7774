package dev.chronicle.server.it;

import static dev.chronicle.server.it.Client.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

@Timeout(180)
@ExtendWith(LaunchedServer.class)
class BadInputIT {

    private record Bad(String body, String detail) {}

    private static final String GOOD = event("bad", "a", "t", "1");

    private final ServerProcess server;
    private final Client client;

    BadInputIT(ServerProcess server) {
        this.server = server;
        client = new Client(server);
    }

    static List<Bad> bodies() {
        return List.of(
                new Bad("", "empty"),
                new Bad(" ", "must be an object"),
                new Bad("{", "unexpected end of the input at byte offset 1"),
                new Bad("null", "must be an object"),
                new Bad("[" + GOOD + "]", "must be an object"),
                new Bad("\"x\"", "must be an object"),
                new Bad(GOOD + GOOD, "more than one value"),
                new Bad(GOOD + "}", "byte offset"),
                new Bad(GOOD + " garbage", "byte offset"),
                new Bad("\ufeff" + "x", "byte offset"),
                new Bad("{\"actor\":\"a\"}", "action is missing"),
                new Bad(GOOD.replace("\"bad\"", "null"), "actor must be a string"),
                new Bad(GOOD.replace("\"bad\"", "7"), "actor must be a string"),
                new Bad(GOOD.replace("\"bad\"", "[\"a\"]"), "actor must be a string"),
                new Bad(GOOD.replace("\"bad\"", "\"\\ud800\""), "actor has an unpaired surrogate"),
                new Bad(with("\"actor\":\"again\""), "actor is given twice"),
                new Bad(with("\"id\":1"), "id must be a string"),
                new Bad(with("\"id\":\"\""), "id must not be empty"),
                new Bad(with("\"correlation_id\":{}"), "correlation_id must be a string"),
                new Bad(with("\"metadata\":[]"), "metadata must be an object"),
                new Bad(with("\"metadata\":{\"k\":1}"), "metadata.k must be a string"),
                new Bad(
                        with("\"x\":" + "[".repeat(100_000)),
                        "depth (501) exceeds the maximum allowed (500) at byte offset"),
                new Bad(with("\"x\":NaN"), "Non-standard token 'NaN' at byte offset"),
                new Bad(with("'x':1"), "byte offset"));
    }

    private static String with(String field) {
        return GOOD.replaceFirst("}$", "," + field.replace("\\", "\\\\") + "}");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_bad_body_is_answered_400_with_its_reason(Bad bad) throws Exception {
        HttpResponse<String> response = client.post(bad.body());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode body = Client.JSON.readTree(response.body());
        assertThat(body.get("error").stringValue()).isEqualTo("Invalid JSON");
        assertThat(body.get("detail").stringValue()).contains(bad.detail());
    }

    @Test
    void a_key_that_no_header_carries_is_refused_instead_of_becoming_another() throws Exception {
        byte[] body = event("key", "a", "t", "1").getBytes(StandardCharsets.UTF_8);

        String answer =
                RawClient.exchange(server.port(), request(body, "Idempotency-Key: \u00fc-1\r\n"));

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("the header Idempotency-Key must be ASCII");
        assertThat(client.ids("?actor=key")).isEmpty();
    }

    @Test
    void a_body_in_an_encoding_is_refused_with_the_reason() throws Exception {
        byte[] body = event("packed", "a", "t", "1").getBytes(StandardCharsets.UTF_8);

        String answer =
                RawClient.exchange(server.port(), request(body, "Content-Encoding: gzip\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 4").contains("ontent encoding");
        assertThat(client.ids("?actor=packed")).isEmpty();
    }

    static List<byte[]> invalidUtf8() {
        byte[] overlong = {(byte) 0xc0, (byte) 0x80};
        byte[] surrogate = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
        byte[] latin1 = {(byte) 0xfc};
        byte[] utf16 = GOOD.getBytes(StandardCharsets.UTF_16);
        byte[] utf16WithoutMark = GOOD.getBytes(StandardCharsets.UTF_16LE);
        return List.of(
                inActor(overlong), inActor(surrogate), inActor(latin1), utf16, utf16WithoutMark);
    }

    private static byte[] inActor(byte[] bytes) {
        return GOOD.replace("bad", new String(bytes, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void anything_but_utf_8_is_answered_400(byte[] body) throws Exception {
        String answer = RawClient.exchange(server.port(), request(body, ""));

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Invalid JSON");
    }

    private static byte[] request(byte[] body, String headers) {
        byte[] head =
                ("POST /events HTTP/1.1\r\nHost: x\r\n"
                                + headers
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    static List<String> malformed() {
        return List.of(
                "GARBAGE\r\n\r\n",
                "GET /health\r\n\r\n",
                "GET /health HTTP/1.0\r\n\r\n",
                "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /hea lth HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /health HTTP/1.1\nHost: x\n\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: x\r\nBig: " + "x".repeat(40_000) + "\r\n\r\n",
                "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
                "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                "POST /events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformed_http_is_answered_with_a_json_error(String request) throws Exception {
        String answer = RawClient.exchange(server.port(), request);

        assertThat(answer)
                .as(request.substring(0, Math.min(60, request.length())))
                .matches("(?s)HTTP/1.1 (4..|50[15]) .*");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(Client.JSON.readTree(body).get("error").isString()).isTrue();
        assertThat(answer).doesNotContain("Exception", "server log").contains("application/json");
    }

    @Test
    void a_body_that_ends_early_stores_nothing_and_gets_no_answer() throws Exception {
        String lying = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n";
        String answer = RawClient.exchange(server.port(), lying + event("early", "a", "t", "1"));

        assertThat(answer).doesNotStartWith("HTTP/1.1 202");
        assertThat(client.ids("?actor=early")).isEmpty();
    }

    @Test
    void bytes_behind_the_announced_length_are_another_request_and_a_bad_one() throws Exception {
        String body = event("behind", "a", "t", "1");
        String answer =
                RawClient.exchange(
                        server.port(),
                        new String(
                                        request(body.getBytes(StandardCharsets.UTF_8), ""),
                                        StandardCharsets.UTF_8)
                                + "x".repeat(10_000));

        assertThat(answer).startsWith("HTTP/1.1 202 ");
        assertThat(answer.indexOf("HTTP/1.1 4")).isPositive();
    }

    @Test
    void whatever_happens_exactly_the_accepted_events_are_stored_once() throws Exception {
        ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers =
                    IntStream.range(0, 64)
                            .<Future<?>>mapToObj(
                                    writer ->
                                            clients.submit(
                                                    () -> {
                                                        for (int i = 0; i < 40; i++) {
                                                            accepted.add(
                                                                    client.accept(
                                                                            event(
                                                                                    "writer",
                                                                                    "a" + writer,
                                                                                    "t",
                                                                                    "" + i)));
                                                        }
                                                        return null;
                                                    }))
                            .toList();
            long seed = System.nanoTime();
            Random random = new Random(seed);
            Future<?> vandal =
                    clients.submit(
                            () -> {
                                while (!stop.get()) {
                                    beBad(random);
                                }
                                return null;
                            });
            for (Future<?> writer : writers) {
                writer.get();
            }
            stop.set(true);
            vandal.get();
            assertThat(client.ids("?actor=writer"))
                    .as("seed=%d", seed)
                    .hasSize(64 * 40)
                    .containsExactlyInAnyOrderElementsOf(accepted);
        }
    }

    private void beBad(Random random) throws Exception {
        byte[] noise = new byte[random.nextInt(1, 5000)];
        random.nextBytes(noise);
        RawClient.exchange(server.port(), noise);
        RawClient.exchange(server.port(), request(noise, ""));
        RawClient.exchange(server.port(), malformed().get(random.nextInt(malformed().size())));
        client.post(bodies().get(random.nextInt(bodies().size())).body());
        client.send("POST", "/events", BodyPublishers.ofByteArray(new byte[8_000_001]));
    }
}

package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies at the limit of 64 MiB. */
@Timeout(180)
class LargeBatchIT {

    private static final int LIMIT = 64 << 20;

    @TempDir Path directory;

    /** A batch of one event, with spaces behind it up to so many bytes. */
    private static byte[] body(int length) {
        String message = "x".repeat(LIMIT / 2);
        String payload = "{\"message\":\"" + message + "\",\"timestamp\":0}";
        byte[] batch =
                Entry.batch(List.of(Entry.of("large", "e").withPayload(payload)))
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] body = Arrays.copyOf(batch, length);
        Arrays.fill(body, batch.length, length, (byte) ' ');
        return body;
    }

    /** The status line: what a client sees that looks at the answer before it has sent all. */
    private static String statusOfPosting(ServerProcess server, byte[] body) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(60_000);
            // ends when the socket is closed, at the latest
            Thread.startVirtualThread(() -> send(socket, body));
            InputStream answer = socket.getInputStream();
            StringBuilder status = new StringBuilder();
            for (int next = answer.read(); next >= 0 && next != '\r'; next = answer.read()) {
                status.append((char) next);
            }
            return status.toString();
        }
    }

    private static void send(Socket socket, byte[] body) {
        String head =
                "POST /publish HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n";
        try {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
        } catch (IOException e) {
            // the server has answered and reads no more
        }
    }

    @Test
    void a_body_of_the_limit_is_stored_and_one_more_byte_is_too_many() throws Exception {
        try (ServerProcess server = ServerProcess.startWithHeap("512m", directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);

            assertThat(statusOfPosting(server, body(LIMIT + 1))).startsWith("HTTP/1.1 413 ");
            assertThat(aggregator.stats().received()).isZero();
            assertThat(statusOfPosting(server, body(LIMIT))).startsWith("HTTP/1.1 200 ");
            assertThat(aggregator.tally("large")).isEqualTo(Tally.of(1, 0));
        }
    }

    @Test
    void what_memory_has_no_room_for_is_refused_and_harms_nobody() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            String status = statusOfPosting(server, body(LIMIT));

            assertThat(status).containsPattern("^HTTP/1.1 (200|503) ");
            assertThat(aggregator.stats().received()).isEqualTo(status.contains(" 200 ") ? 1 : 0);
            aggregator.publish(Entry.several("small", "e", 100));
            assertThat(aggregator.tally("small")).isEqualTo(Tally.of(100, 0));
            assertThat(aggregator.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void long_names_of_many_clients_do_not_pile_up() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            AggregatorClient aggregator = new AggregatorClient(server);
            for (int i = 0; i < 20; i++) {
                String body = bodyWithNames(49_000, i);
                assertThat(aggregator.post(body).statusCode()).isEqualTo(200);
            }
            aggregator.publish(Entry.several("after", "e", 1000));

            assertThat(aggregator.tally("after")).isEqualTo(Tally.of(1000, 0));
            assertThat(server.lines()).noneMatch(line -> line.contains("OutOfMemoryError"));
        }
    }

    /** An empty batch with keys of its own, about 5 MB together. */
    private static String bodyWithNames(int length, int number) {
        String pad = "x".repeat(length);
        return IntStream.range(0, 5_000_000 / length)
                .mapToObj(i -> "\"%d-%d%s\":0".formatted(number, i, pad))
                .collect(Collectors.joining(",", "{\"events\":[],", "}"));
    }
}

package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.SseClient;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Timeout(180)
@ExtendWith(SeededRandomness.class)
class LiveStreamIT {

    private static final int EVENTS = 100_000;
    private static final int BATCH = 1000;
    private static final int CUTS = 100;

    @TempDir Path directory;

    /** How far the writer may be ahead, so that it still writes when the last cut comes. */
    private final Semaphore ahead = new Semaphore(5 * BATCH);

    @Test
    void a_client_cut_off_at_random_while_events_are_written_sees_each_once_in_order(
            RandomGenerator random) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(server));
            int[] cutBehind =
                    IntStream.generate(() -> random.nextInt(EVENTS - BATCH))
                            .limit(CUTS)
                            .sorted()
                            .toArray();
            int seen = 0;
            int cuts = 0;
            String last = "";
            while (seen < EVENTS) {
                try (SseClient client = connect(server, last)) {
                    while (seen < EVENTS && (cuts == CUTS || seen < cutBehind[cuts])) {
                        SseClient.Frame event = client.event();
                        seen++;
                        ahead.release();
                        assertThat(event.id()).isEqualTo(String.valueOf(seen));
                        assertThat(event.data()).contains("\"id\":\"e-" + seen + "\"");
                        last = event.id();
                    }
                }
                cuts += cuts < CUTS ? 1 : 0;
            }
            writer.join();

            assertThat(cuts).isEqualTo(CUTS);
            assertThat(seen).isEqualTo(EVENTS);
        }
    }

    private static SseClient connect(ServerProcess server, String last) throws Exception {
        String path = "/events/stream?stream=topic/live";
        return last.isEmpty()
                ? SseClient.open(server.port(), path)
                : SseClient.open(server.port(), path, "Last-Event-ID", last);
    }

    private void write(ServerProcess server) {
        try {
            Client client = new Client(server);
            for (int from = 1; from <= EVENTS; from += BATCH) {
                ahead.acquire(BATCH);
                HttpResponse<String> answer =
                        client.send("POST", "/publish", BodyPublishers.ofString(batch(from)));
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        } catch (Exception e) {
            throw new IllegalStateException("writing failed", e);
        }
    }

    private static String batch(int from) {
        return IntStream.range(from, from + BATCH)
                .mapToObj(
                        i ->
                                """
                                {"event_id":"e-%d","topic":"live","source":"s","payload":\
                                {"message":"m","timestamp":"2026-01-01T00:00:00Z"},\
                                "timestamp":"2026-01-01T00:00:00Z"}\
                                """
                                        .formatted(i))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    @Test
    void tail_prints_what_is_there_and_goes_on_behind_a_restart() throws Exception {
        ServerProcess first = ServerProcess.start(directory);
        String port = String.valueOf(first.port());
        Client client = new Client(first);
        client.accept(Client.event("ann", "read", "file", "1"));
        client.accept(Client.event("bob", "read", "file", "2"));
        Process tail =
                Program.command(
                                List.of(),
                                List.of(
                                        "tail",
                                        "--url",
                                        first.url(),
                                        "--after",
                                        "0",
                                        "--type",
                                        "read",
                                        "--count",
                                        "3"))
                        .start();
        try (var lines = tail.inputReader()) {
            assertThat(lines.readLine()).contains("\"position\":1", "actor:ann");
            assertThat(lines.readLine()).contains("\"position\":2", "actor:bob");
            first.terminate();
            assertThat(first.awaitExit()).isZero();
            try (ServerProcess second = ServerProcess.start(directory, "--port", port)) {
                Client again = new Client(second);
                again.accept(Client.event("cleo", "write", "file", "3"));
                again.accept(Client.event("dan", "read", "file", "4"));

                assertThat(lines.readLine()).contains("\"position\":4", "actor:dan");
                assertThat(Optional.ofNullable(lines.readLine())).isEmpty();
                assertThat(tail.waitFor()).isZero();
            }
        } finally {
            tail.destroyForcibly();
            first.close();
        }
    }

    @Test
    void tail_says_why_it_cannot() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Program.Result result =
                    Program.run("tail", "--url", server.url(), "--stream", "nonsense");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith("chronicle: the server answered 400: stream makes no sense");
        }
    }
}

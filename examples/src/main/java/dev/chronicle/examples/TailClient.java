package dev.chronicle.examples;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Publishes lines to an aggregator, and does not give up while it is away: sending again is
 * harmless, whether or not the first attempt was stored, because the ids are the same. For one
 * thread.
 */
final class TailClient implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int ATTEMPTS_ONCE = 10;
    private static final int TOO_MANY_REQUESTS = 429;

    private final TailOptions options;
    private final LogTail.Surroundings surroundings;
    private final PrintStream out;
    private final ObjectMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private long sent;

    TailClient(TailOptions options, LogTail.Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
        out = surroundings.out();
    }

    /** How many lines the server has answered for. */
    long sent() {
        return sent;
    }

    /**
     * Returns when all of the lines are stored.
     *
     * @throws IOException if the server refuses them, or with {@code --once} does not come back
     */
    void send(TailedFile.Piece piece) throws IOException, InterruptedException {
        HttpRequest request = request(piece);
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String failure = attempt(request);
            if (failure.isEmpty()) {
                if (attempt > 1) {
                    out.println("The server is back");
                }
                sent += piece.found().lines().size();
                return;
            }
            if (options.once() && attempt == ATTEMPTS_ONCE) {
                throw new IOException("Given up after %d attempts: %s".formatted(attempt, failure));
            }
            if (attempt == 1) {
                out.println("The server is away, trying again: " + failure);
            }
            surroundings.pause().pause(pause.plusNanos(jitter(pause)));
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
    }

    private long jitter(Duration pause) {
        return -surroundings.random().nextLong(pause.toNanos() / 2);
    }

    /** Sends it once; what went wrong, or nothing. */
    private String attempt(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            return request.uri() + ": " + e;
        }
        int status = response.statusCode();
        if (status == 200) {
            return "";
        }
        String words = new String(response.body(), StandardCharsets.UTF_8);
        String failure = "%s answered %d %s".formatted(request.uri(), status, words);
        if (status < 500 && status != TOO_MANY_REQUESTS) {
            throw new IOException(failure);
        }
        return failure;
    }

    private HttpRequest request(TailedFile.Piece piece) {
        String now = surroundings.clock().instant().toString();
        List<Map<String, Object>> events =
                piece.found().lines().stream().map(line -> event(piece, line, now)).toList();
        byte[] body = json.writeValueAsBytes(Map.of("events", events));
        return HttpRequest.newBuilder(URI.create(options.url() + "/publish"))
                .header("Content-Type", "application/json")
                .timeout(surroundings.timeout())
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private Map<String, Object> event(TailedFile.Piece piece, TailedLines.Line line, String now) {
        Map<String, Object> payload =
                Map.of(
                        "message", line.text(),
                        "timestamp", now,
                        "file", options.file().toString(),
                        "offset", line.offset());
        return Map.of(
                "event_id", piece.id(line),
                "topic", options.topic(),
                "source", options.source(),
                "payload", payload,
                "timestamp", now);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

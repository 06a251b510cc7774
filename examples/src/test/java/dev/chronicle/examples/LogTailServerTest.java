package dev.chronicle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.ChronicleServer;
import dev.chronicle.server.ServerOptions;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.segment.SegmentEventStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The tail and the server itself, each of them started again and again. */
@Timeout(120)
class LogTailServerTest {

    @TempDir Path directory;

    @Test
    void every_line_is_in_the_log_once_after_restarts_of_both_sides() throws Exception {
        Path log = directory.resolve("app.log");
        Path state = directory.resolve("state.json");
        List<String> lines = IntStream.range(0, 1500).mapToObj(i -> "line " + i).toList();
        byte[] behind = new byte[0];
        for (int part = 1; part <= 3; part++) {
            Files.write(log, lines.subList(0, 500 * part));
            try (EventStore store = SegmentEventStore.open(directory.resolve("data"))) {
                ChronicleServer server =
                        ChronicleServer.start(
                                store, new ServerOptions("127.0.0.1", 0, 3, 4, "test"));
                String url = "http://127.0.0.1:" + server.port();
                if (part == 3) {
                    // as if it had been killed before it could write what it knew last
                    Files.write(state, behind);
                }

                assertThat(new TailRun(log, state, url).once()).isZero();

                assertThat(messages(url)).isEqualTo(lines.subList(0, 500 * part).reversed());
                server.stop();
            }
            behind = part == 1 ? Files.readAllBytes(state) : behind;
        }
    }

    private static List<String> messages(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "/events?topic=app.log")).build();
            JsonNode answer =
                    JsonMapper.shared()
                            .readTree(http.send(request, BodyHandlers.ofString()).body());
            return answer.get("events")
                    .valueStream()
                    .map(event -> event.get("payload").get("message").stringValue())
                    .toList();
        }
    }
}

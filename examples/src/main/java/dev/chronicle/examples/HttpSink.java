package dev.chronicle.examples;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Imports into a server, some lines at once: each request is a virtual thread. What fails for the
 * moment is sent again; the id makes that harmless, whether or not the first attempt was stored.
 */
final class HttpSink implements EventSink {

    private static final int AT_ONCE = 32;
    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]*)>; *rel=\"next\"");

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ObjectMapper json = JsonMapper.shared();

    HttpSink(URI server) {
        this.server = server;
    }

    @Override
    public void append(List<PackageLogLine> lines) throws Exception {
        Semaphore slots = new Semaphore(AT_ONCE);
        List<Future<?>> sent = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (PackageLogLine line : lines) {
                slots.acquire();
                sent.add(
                        senders.submit(
                                () -> {
                                    try {
                                        return send(post(line), 202);
                                    } finally {
                                        slots.release();
                                    }
                                }));
            }
        }
        for (Future<?> future : sent) {
            requireSent(future);
        }
    }

    private static void requireSent(Future<?> future) throws Exception {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : e;
        }
    }

    private HttpRequest post(PackageLogLine line) {
        Map<String, Object> event =
                Map.of(
                        "id", line.id(),
                        "actor", "dpkg",
                        "action", line.action(),
                        "resource_type", "package",
                        "resource_id", line.resource(),
                        "metadata",
                                Map.of(
                                        "line", Integer.toString(line.number()),
                                        "text", line.text()));
        return HttpRequest.newBuilder(server.resolve("/events"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(event)))
                .build();
    }

    private HttpResponse<byte[]> send(HttpRequest request, int expected)
            throws IOException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
                if (response.statusCode() == expected) {
                    return response;
                }
                if (response.statusCode() < 500 || attempt == ATTEMPTS) {
                    throw new RefusedException(request, response);
                }
            } catch (RefusedException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("no answer from " + server + ": " + e, e);
                }
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** An answer that trying again would not change. */
    private static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(HttpRequest request, HttpResponse<byte[]> response) {
            super(
                    "%s %s was answered %d: %s"
                            .formatted(
                                    request.method(),
                                    request.uri(),
                                    response.statusCode(),
                                    new String(response.body(), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public List<Stored> readBack() throws IOException, InterruptedException {
        List<Stored> all = new ArrayList<>();
        Optional<String> page = Optional.of("/events?actor=dpkg&order=asc&limit=1000");
        while (page.isPresent()) {
            URI uri = server.resolve(page.get());
            HttpResponse<byte[]> response = send(HttpRequest.newBuilder(uri).build(), 200);
            for (JsonNode event : json.readTree(response.body())) {
                all.add(stored(event));
            }
            page = nextPage(response);
        }
        return all;
    }

    private static Optional<String> nextPage(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Link")
                .map(NEXT_PAGE::matcher)
                .filter(Matcher::find)
                .map(next -> next.group(1));
    }

    private static Stored stored(JsonNode event) {
        JsonNode metadata = event.path("metadata");
        int number = Integer.parseInt(metadata.path("line").asString("0"));
        String text = metadata.path("text").asString("");
        return new Stored(event.path("id").asString(), new PackageLogLine(number, text));
    }

    @Override
    public void close() {
        http.close();
    }
}

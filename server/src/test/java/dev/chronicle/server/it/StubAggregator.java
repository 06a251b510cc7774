package dev.chronicle.server.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An aggregator that keeps what it gets in memory, and misbehaves as it is told: each request to
 * publish takes one item of its script, and once that is used up all is well.
 */
final class StubAggregator implements AutoCloseable {

    /** What happens to a request to publish. */
    enum Turn {
        WELL,
        UNAVAILABLE,
        TOO_MANY,
        REFUSED,
        BROKEN_BEFORE,
        BROKEN_AFTER
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Turn> script;
    private final CountDownLatch published = new CountDownLatch(1);
    private final Set<String> ids = new HashSet<>();
    private int received;
    private int requests;

    StubAggregator(Turn... script) throws IOException {
        this.script = new ArrayDeque<>(List.of(script));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/stats", this::statistics);
        http.createContext("/publish", this::publish);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    synchronized int received() {
        return received;
    }

    synchronized int unique() {
        return ids.size();
    }

    synchronized int requests() {
        return requests;
    }

    /** Waits for the first request to publish. */
    void awaitPublish() throws InterruptedException {
        published.await();
    }

    private synchronized void statistics(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                Map.of(
                        "topics",
                        List.of("a", "b"),
                        "received",
                        received,
                        "unique_processed",
                        ids.size(),
                        "duplicated_dropped",
                        received - ids.size(),
                        "uptime",
                        1.5));
    }

    private void publish(HttpExchange exchange) throws IOException {
        JsonNode events = Client.JSON.readTree(exchange.getRequestBody()).get("events");
        published.countDown();
        switch (next()) {
            case WELL -> {
                store(events);
                answer(exchange, 200, Map.of("status", "success", "events_count", events.size()));
            }
            case UNAVAILABLE -> {
                exchange.getResponseHeaders().add("Retry-After", "1");
                answer(exchange, 503, Map.of("detail", "the channel is full"));
            }
            case TOO_MANY -> answer(exchange, 429, Map.of("detail", "slowly"));
            case REFUSED -> {
                List<Object> place = List.of("body", "events", 0, "topic");
                Object error = Map.of("type", "missing", "loc", place, "msg", "Field required");
                answer(exchange, 422, Map.of("detail", List.of(error)));
            }
            case BROKEN_BEFORE -> exchange.close();
            case BROKEN_AFTER -> {
                store(events);
                exchange.close();
            }
        }
    }

    private synchronized Turn next() {
        requests++;
        Turn turn = script.poll();
        return turn == null ? Turn.WELL : turn;
    }

    private synchronized void store(JsonNode events) {
        for (JsonNode event : events) {
            received++;
            ids.add(event.get("topic").stringValue() + " " + event.get("event_id").stringValue());
        }
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Client.JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}

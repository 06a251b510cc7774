package dev.chronicle.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An aggregator that keeps what it gets in memory, first write wins, and misbehaves as it is told:
 * each request takes one turn, and once they are used up all is well. It can go away and come back.
 */
final class MisbehavingAggregator implements AutoCloseable {

    /** What happens to a request. */
    enum Turn {
        UNAVAILABLE,
        REFUSED,
        DROPPED_BEFORE,
        DROPPED_AFTER,
        LATE
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Turn> turns = new ArrayDeque<>();
    private final Map<String, JsonNode> events = new LinkedHashMap<>();
    private final List<CountDownLatch> late = new ArrayList<>();
    private HttpServer http;
    private final int port;
    private int received;

    MisbehavingAggregator(Turn... turns) throws IOException {
        this.turns.addAll(List.of(turns));
        http = listen(0);
        port = http.getAddress().getPort();
    }

    private HttpServer listen(int wanted) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        server.setExecutor(threads);
        server.createContext("/publish", this::publish);
        server.start();
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Nobody listens any more; what was stored stays. */
    void goAway() {
        http.stop(0);
    }

    void comeBack() throws IOException {
        http = listen(port);
    }

    /** The text of each event, in the order in which they were stored. */
    synchronized List<String> messages() {
        return stored().stream().map(it -> it.get("payload").get("message").stringValue()).toList();
    }

    synchronized Collection<JsonNode> stored() {
        return List.copyOf(events.values());
    }

    /** Deliveries that were stored or were there already. */
    synchronized int received() {
        return received;
    }

    private void publish(HttpExchange exchange) throws IOException {
        JsonNode batch =
                JsonMapper.shared()
                        .readTree(exchange.getRequestBody().readAllBytes())
                        .get("events");
        Turn turn = next();
        switch (turn) {
            case null -> {
                store(batch);
                answer(exchange, 200, "{\"events_count\":%d}".formatted(batch.size()));
            }
            case UNAVAILABLE -> answer(exchange, 503, "{\"detail\":\"full\"}");
            case REFUSED -> answer(exchange, 422, "{\"detail\":\"no such topic\"}");
            case DROPPED_BEFORE -> exchange.close();
            case DROPPED_AFTER -> {
                store(batch);
                exchange.close();
            }
            case LATE -> {
                store(batch);
                awaitNextRequest();
                exchange.close();
            }
        }
    }

    private synchronized @Nullable Turn next() {
        late.forEach(CountDownLatch::countDown);
        return turns.poll();
    }

    /** Whoever comes next has lost patience with this one. */
    private void awaitNextRequest() {
        CountDownLatch next = new CountDownLatch(1);
        synchronized (this) {
            late.add(next);
        }
        try {
            next.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void store(JsonNode batch) {
        for (JsonNode event : batch) {
            received++;
            String id =
                    event.get("topic").stringValue() + " " + event.get("event_id").stringValue();
            events.putIfAbsent(id, event);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}

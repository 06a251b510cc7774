package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.server.audit.AuditRecord;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.Direction;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

@Timeout(60)
class FailingStoreTest {

    @Test
    void a_store_that_has_stopped_is_answered_503_and_unhealthy() throws Exception {
        StubStore stopped =
                new StubStore() {
                    @Override
                    public CompletableFuture<List<AppendResult>> append(Append append) {
                        return CompletableFuture.failedFuture(
                                new StoreFailedException("the disk is full"));
                    }

                    @Override
                    public StoreStatus status() {
                        return new StoreStatus.Failed("the disk is full");
                    }
                };
        try (TestServer server = TestServer.of(stopped)) {
            assertThat(server.exchange(TestServer.post("1")))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: ")
                    .endsWith(
                            "{\"error\":\"Service Unavailable\",\"detail\":\"the disk is full\"}");
            assertThat(server.exchange(TestServer.get("/health")))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("{\"status\":\"unhealthy\",\"reason\":\"the disk is full\"");
        }
    }

    @Test
    void a_closed_store_is_answered_503() throws Exception {
        StubStore store = new StubStore();
        try (TestServer server = TestServer.of(store)) {
            store.close();
            assertThat(server.exchange(TestServer.post("1"))).startsWith("HTTP/1.1 503 ");
            assertThat(server.exchange(TestServer.get("/events"))).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void an_event_that_the_store_finds_too_large_is_answered_413_and_spoils_no_other()
            throws Exception {
        StubStore narrow =
                new StubStore() {
                    @Override
                    public CompletableFuture<List<AppendResult>> append(Append append) {
                        if (append.events().stream()
                                .anyMatch(it -> it.id().value().equals("big"))) {
                            throw new IllegalArgumentException("too large");
                        }
                        return super.append(append);
                    }
                };
        try (TestServer server = TestServer.of(narrow)) {
            assertThat(server.exchange(TestServer.post("big"))).startsWith("HTTP/1.1 413 ");
            assertThat(server.exchange(TestServer.post("small"))).startsWith("HTTP/1.1 202 ");
        }
    }

    @Test
    void a_store_that_throws_anything_else_is_answered_500_without_a_trace() throws Exception {
        StubStore broken =
                new StubStore() {
                    @Override
                    public CompletableFuture<List<AppendResult>> append(Append append) {
                        return CompletableFuture.failedFuture(new ArithmeticException("secret"));
                    }
                };
        try (TestServer server = TestServer.of(broken)) {
            assertThat(server.exchange(TestServer.post("1")))
                    .startsWith("HTTP/1.1 500 ")
                    .endsWith("{\"error\":\"Internal Server Error\"}");
        }
    }

    @Test
    void a_listing_that_fails_on_the_way_breaks_off() throws Exception {
        StubStore damaged =
                new StubStore() {
                    @Override
                    public Stream<Event> read(
                            Query query, Position after, long limit, Direction direction) {
                        List<Event> first = super.read(query, after, 1, direction).toList();
                        if (first.isEmpty()) {
                            return Stream.empty();
                        }
                        Event event = first.getFirst();
                        return Stream.concat(
                                Stream.generate(() -> event).limit(10_000),
                                Stream.generate(
                                        () -> {
                                            throw new DamagedLogException("here", "damage");
                                        }));
                    }
                };
        try (TestServer server = TestServer.of(damaged)) {
            server.exchange(TestServer.post("1"));
            String answer = server.exchange(TestServer.get("/events"));

            assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotEndWith("\r\n0\r\n\r\n");
            assertThat(answer).doesNotContain("}]");
        }
    }

    @Test
    void a_listing_that_fails_at_once_is_an_error() throws Exception {
        StubStore damaged =
                new StubStore() {
                    @Override
                    public Stream<Event> read(
                            Query query, Position after, long limit, Direction direction) {
                        if (!query.equals(Query.stream(AuditRecord.STREAM))) {
                            return super.read(query, after, limit, direction);
                        }
                        return Stream.generate(
                                () -> {
                                    throw new DamagedLogException("here", "damage");
                                });
                    }
                };
        try (TestServer server = TestServer.of(damaged)) {
            assertThat(server.exchange(TestServer.get("/events")))
                    .startsWith("HTTP/1.1 500 ")
                    .endsWith("{\"error\":\"Internal Server Error\"}");
        }
    }

    @Test
    void a_full_channel_is_answered_503() throws Exception {
        CompletableFuture<Void> free = new CompletableFuture<>();
        StubStore stuck =
                new StubStore() {
                    @Override
                    public CompletableFuture<List<AppendResult>> append(Append append) {
                        return free.thenCompose(_ -> super.append(append));
                    }
                };
        try (TestServer server = TestServer.of(stuck)) {
            int sent = 0;
            String refusal = "";
            List<java.net.Socket> waiting = new java.util.ArrayList<>();
            String large = "x".repeat(7_900_000);
            while (refusal.isEmpty() && sent < 100) {
                java.net.Socket socket = server.connect();
                waiting.add(socket);
                TestServer.send(socket, TestServer.post(large.substring(sent++)));
                socket.setSoTimeout(500);
                refusal = answerWithin(socket);
            }
            free.complete(null);
            assertThat(refusal).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
            for (java.net.Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static String answerWithin(java.net.Socket socket) throws java.io.IOException {
        try {
            return TestServer.rest(socket);
        } catch (java.net.SocketTimeoutException e) {
            return "";
        }
    }
}

package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.StoreFailedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the aggregator says when processing fails. */
@Timeout(60)
class FailingWorkerTest {

    private static String publish(String id) {
        String body =
                """
                {"events":[{"event_id":"%s","topic":"t","source":"s","timestamp":"2025-01-01",\
                "payload":{"message":"m","timestamp":"2025-01-01"}}]}\
                """
                        .formatted(id);
        return "POST /publish HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.length()
                + "\r\nConnection: close\r\n\r\n"
                + body;
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** Fails otherwise than a store does, as long as it is told to. */
    private static final class PoisonedStore extends StubStore {

        private final AtomicBoolean poisoned = new AtomicBoolean(true);

        @Override
        public CompletableFuture<List<AppendResult>> append(Append append) {
            boolean poison =
                    append.events().stream()
                            .anyMatch(
                                    event ->
                                            event.stream().category().equals("topic")
                                                    && event.id().value().equals("poison"));
            return poison && poisoned.get()
                    ? CompletableFuture.failedFuture(new ArithmeticException("secret"))
                    : super.append(append);
        }
    }

    @Test
    void a_batch_that_cannot_be_processed_leaves_a_trail_and_counts_as_failed() throws Exception {
        PoisonedStore store = new PoisonedStore();
        try (TestServer server = TestServer.of(store)) {
            assertThat(server.exchange(publish("poison")))
                    .startsWith("HTTP/1.1 500 ")
                    .endsWith("{\"detail\":\"Internal Server Error\"}");

            assertThat(body(server.exchange(TestServer.get("/audit?event_id=poison"))))
                    .startsWith("{\"count\":3,")
                    .containsSubsequence(
                            "\"action\":\"FAILED\",\"worker_id\":",
                            "\"action\":\"QUEUED\",\"worker_id\":null",
                            "\"action\":\"RECEIVED\",\"worker_id\":null");
            assertThat(body(server.exchange(TestServer.get("/audit/summary"))))
                    .contains("\"total_received\":1,\"total_queued\":1,\"total_processed\":0,")
                    .contains("\"total_failed\":1,")
                    .contains("\"t\":{\"received\":1,\"queued\":1,\"processed\":0,");
            assertThat(body(server.exchange(TestServer.get("/stats"))))
                    .startsWith("{\"received\":0,\"unique_processed\":0,\"duplicated_dropped\":0,");
            assertThat(body(server.exchange(TestServer.get("/events?topic=t"))))
                    .contains("{\"count\":0,\"events\":[]}");

            store.poisoned.set(false);
            assertThat(server.exchange(publish("poison"))).startsWith("HTTP/1.1 200 ");
            assertThat(body(server.exchange(TestServer.get("/stats"))))
                    .startsWith("{\"received\":1,\"unique_processed\":1,\"duplicated_dropped\":0,");
        }
    }

    @Test
    void a_store_that_refuses_is_answered_503_and_counts_nothing() throws Exception {
        StubStore full =
                new StubStore() {
                    @Override
                    public CompletableFuture<List<AppendResult>> append(Append append) {
                        return CompletableFuture.failedFuture(
                                new StoreFailedException("the disk is full"));
                    }
                };
        try (TestServer server = TestServer.of(full)) {
            assertThat(server.exchange(publish("1")))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: ")
                    .endsWith("{\"detail\":\"the disk is full\"}");
            assertThat(body(server.exchange(TestServer.get("/audit/summary"))))
                    .startsWith("{\"total_received\":0,");
        }
    }

    @Test
    void a_closed_store_is_not_ready() throws Exception {
        StubStore store = new StubStore();
        try (TestServer server = TestServer.of(store)) {
            assertThat(server.exchange(TestServer.get("/ready")))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("{\"status\":\"ready\"}");
            store.close();
            assertThat(server.exchange(TestServer.get("/aggregator/ready")))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("{\"detail\":\"Service not ready\"}");
            assertThat(server.exchange(TestServer.get("/aggregator/health")))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("{\"status\":\"unhealthy\"");
        }
    }
}

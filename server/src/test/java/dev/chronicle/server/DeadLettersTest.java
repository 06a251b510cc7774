package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.channel.redis.RedisAddress;
import dev.chronicle.server.backend.LogAccess;
import dev.chronicle.server.backend.Mode;
import dev.chronicle.server.it.RealRedis;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no consumer could handle is kept in Redis, shown over HTTP, and replayed. */
@Timeout(60)
class DeadLettersTest {

    private static final String PATH = "/queues/dead-letters";

    @TempDir private Path directory;
    private RealRedis redis;

    /** Fails otherwise than a store does, as long as it is told to. */
    private static final class PoisonedStore extends StubStore {

        private final AtomicBoolean poisoned = new AtomicBoolean(true);

        @Override
        public CompletableFuture<List<AppendResult>> append(Append append) {
            boolean poison =
                    append.events().stream().anyMatch(event -> event.id().value().equals("poison"));
            return poison && poisoned.get()
                    ? CompletableFuture.failedFuture(new ArithmeticException("cannot count"))
                    : super.append(append);
        }
    }

    @BeforeEach
    void start() throws IOException {
        redis = new RealRedis(directory);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private TestServer server(StubStore store) {
        return TestServer.of(
                store,
                new ServerOptions("127.0.0.1", 0, 2, 2, "test")
                        .shared(
                                Mode.ALL,
                                Optional.of(RedisAddress.parse(redis.url(0))),
                                LogAccess.OWN));
    }

    private static String replay(String query) {
        return "POST "
                + PATH
                + "/replay"
                + query
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void a_record_that_cannot_be_stored_is_kept_until_it_is_replayed() throws Exception {
        PoisonedStore store = new PoisonedStore();
        try (TestServer server = server(store)) {
            assertThat(server.exchange(TestServer.post("fine"))).startsWith("HTTP/1.1 202 ");
            assertThat(server.exchange(TestServer.post("poison"))).startsWith("HTTP/1.1 500 ");
            String listed = server.exchange(TestServer.get(PATH + "?queue=audit"));
            assertThat(listed)
                    .contains("{\"queues\":[{\"queue\":\"audit\",\"count\":1,")
                    .contains("\"attempts\":5,")
                    .contains("poison");
            String id = find("\"id\":\"([0-9-]+)\"", listed);
            assertThat(server.exchange(replay("?queue=audit&id=1-1"))).startsWith("HTTP/1.1 404 ");
            assertThat(server.exchange(replay("?queue=audit&id=x"))).startsWith("HTTP/1.1 400 ");
            assertThat(server.exchange(replay(""))).startsWith("HTTP/1.1 400 ");
            assertThat(server.exchange(replay("?queue=other"))).startsWith("HTTP/1.1 400 ");

            store.poisoned.set(false);
            assertThat(server.exchange(replay("?queue=audit&id=" + id)))
                    .endsWith("{\"replayed\":1}");
            while (store.head().value() < 2) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(server.exchange(TestServer.get("/events"))).contains("\"id\":\"poison\"");
            assertThat(server.exchange(TestServer.get(PATH)))
                    .endsWith(
                            "{\"queues\":[{\"queue\":\"aggregator\",\"count\":0,\"dead_letters\":[]},"
                                + "{\"queue\":\"audit\",\"count\":0,\"dead_letters\":[]}]}");
            assertThat(server.exchange(replay("?queue=audit"))).endsWith("{\"replayed\":0}");
        }
    }

    @Test
    void it_is_not_ready_while_redis_is_away_and_answers_503() throws Exception {
        try (TestServer server = server(new StubStore())) {
            assertThat(server.exchange(TestServer.get("/ready"))).startsWith("HTTP/1.1 200 ");
            redis.kill();
            assertThat(server.exchange(TestServer.get("/ready"))).startsWith("HTTP/1.1 503 ");
            assertThat(server.exchange(TestServer.get("/health")))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"state\":\"unreachable\"");
            assertThat(server.exchange(TestServer.post("1"))).startsWith("HTTP/1.1 503 ");
            redis.startAgain();
            String answer;
            do {
                answer = server.exchange(TestServer.post("1"));
            } while (!answer.startsWith("HTTP/1.1 202 "));
            assertThat(server.exchange(TestServer.get("/ready"))).startsWith("HTTP/1.1 200 ");
        }
    }
}

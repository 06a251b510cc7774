package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.server.audit.AuditRecord;
import dev.chronicle.store.Direction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

@Timeout(60)
class SlowClientTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "POST /events HTTP/1.1\r\nHost: ",
                "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
                "POST /events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5",
                "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void a_client_that_falls_silent_is_left(String sent) throws Exception {
        try (TestServer server = TestServer.impatient(new StubStore());
                Socket socket = server.connect()) {
            TestServer.send(socket, sent);

            assertThatCode(() -> TestServer.rest(socket)).doesNotThrowAnyException();
        }
    }

    @Test
    void a_client_that_drips_is_left() throws Exception {
        try (TestServer server = TestServer.impatient(new StubStore());
                Socket socket = server.connect()) {
            TestServer.send(
                    socket, "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n");
            boolean left = false;
            while (!left) {
                try {
                    TestServer.send(socket, "x");
                    socket.setSoTimeout(20);
                    left = socket.getInputStream().read() < 0;
                } catch (java.net.SocketTimeoutException e) {
                    // still there: drip on
                } catch (IOException e) {
                    left = true;
                }
            }
        }
    }

    @Test
    void a_client_that_does_not_read_its_answer_is_left() throws Exception {
        CountDownLatch gaveUp = new CountDownLatch(1);
        StubStore endless =
                new StubStore() {
                    @Override
                    public Stream<Event> read(
                            Query query, Position after, long limit, Direction direction) {
                        List<Event> first = super.read(query, after, 1, direction).toList();
                        if (first.isEmpty()) {
                            return Stream.empty();
                        }
                        Event event = first.getFirst();
                        return Stream.generate(() -> event).onClose(gaveUp::countDown);
                    }
                };
        AuditRecord record = new AuditRecord("a", "b", "c", "d", null, null);
        endless.append(List.of(record.toEvent("1", Instant.EPOCH))).join();
        try (TestServer server = TestServer.impatient(endless);
                Socket socket = server.connect()) {
            TestServer.send(socket, TestServer.get("/events"));
            gaveUp.await();
        }
    }
}

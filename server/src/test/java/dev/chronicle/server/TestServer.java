package dev.chronicle.server;

import dev.chronicle.server.channels.ChannelSecrets;
import dev.chronicle.server.http.Endpoint;
import dev.chronicle.server.http.HttpLimits;
import dev.chronicle.server.otel.OtlpExport;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A server in this process, and sockets to talk to it. */
final class TestServer implements AutoCloseable {

    private static final int SOCKET_TIMEOUT_MS = 60_000;

    static final ServerOptions OPTIONS = new ServerOptions("127.0.0.1", 0, 2, 2, "test");

    private final ChronicleServer server;

    private TestServer(EventStore store, HttpLimits limits) {
        this(store, OPTIONS, limits);
    }

    private TestServer(EventStore store, ServerOptions options, HttpLimits limits) {
        this(store, options, limits, OtlpExport.none());
    }

    private TestServer(
            EventStore store, ServerOptions options, HttpLimits limits, OtlpExport export) {
        server = ChronicleServer.start(store, options, limits, export);
    }

    static TestServer exporting(EventStore store, OtlpExport export) {
        return exporting(store, OPTIONS, export);
    }

    static TestServer exporting(EventStore store, ServerOptions options, OtlpExport export) {
        return new TestServer(store, options, HttpLimits.standard(), export);
    }

    static TestServer of(EventStore store, ServerOptions options) {
        return new TestServer(store, options, HttpLimits.standard());
    }

    static TestServer with(HttpLimits limits, ChannelSecrets secrets) {
        ServerOptions options = new ServerOptions("127.0.0.1", 0, 2, 2, "test");
        return new TestServer(new MemoryEventStore(), options.secrets(secrets), limits);
    }

    static TestServer of(EventStore store) {
        return new TestServer(store, HttpLimits.standard());
    }

    /** Leaves every client that pauses for a moment, one that is only slow under load included. */
    static TestServer impatient(EventStore store) {
        Duration brief = Duration.ofMillis(200);
        return new TestServer(store, HttpLimits.standard().patience(brief, brief, brief));
    }

    static TestServer with(EventStore store, HttpLimits limits) {
        return new TestServer(store, limits);
    }

    static String post(String id) {
        String body =
                """
                {"id":"%s","actor":"a","action":"b","resource_type":"c","resource_id":"d"}\
                """
                        .formatted(id);
        return "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.length()
                + "\r\nConnection: close\r\n\r\n"
                + body;
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    Map<String, Endpoint> endpoints() {
        return server.endpoints();
    }

    Telemetry telemetry() {
        return server.telemetry();
    }

    int port() {
        return server.port();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(SOCKET_TIMEOUT_MS);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What comes until the server closes the connection. */
    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return rest(socket);
        }
    }

    @Override
    public void close() {
        int left = stop();
        if (left > 0) {
            throw new IllegalStateException("left unhandled: " + left);
        }
    }

    private int stop() {
        try {
            return server.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

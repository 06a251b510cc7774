package dev.chronicle.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An answer of server-sent events, as <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML</a> defines them. What
 * is written reaches the client when the buffer is full, or with {@link #flush}. It holds one
 * buffer: a client that reads slowly makes the writer wait. One thread uses it.
 */
public final class ServerSentEvents {

    private static final Header TYPE =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream");
    private static final Header NO_STORE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    /** Tells nginx and its like not to hold events back. */
    private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");

    /** How long a client is asked to wait before it connects again, in milliseconds. */
    private static final int RETRY_MS = 1000;

    private static final byte[] ID = ascii("id: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] COMMENT = ascii(":\n\n");
    private static final byte[] LINE_END = ascii("\n");

    private final OutputStream out;

    private ServerSentEvents(OutputStream out) {
        this.out = out;
    }

    /**
     * The headers of such an answer. The connection ends with it, since nobody could tell before
     * when that is.
     */
    public static void headers(ServerResponse response) {
        response.status(Status.OK_200)
                .header(TYPE)
                .header(Answer.NOSNIFF)
                .header(NO_STORE)
                .header(UNBUFFERED)
                .header(HeaderValues.CONNECTION_CLOSE);
    }

    /** Begins the answer: the client knows at once that it is connected. */
    public static ServerSentEvents begin(ServerResponse response) {
        headers(response);
        ServerSentEvents events = new ServerSentEvents(response.outputStream());
        events.write(ascii("retry: " + RETRY_MS + "\n\n"));
        events.flush();
        return events;
    }

    /**
     * Writes an event.
     *
     * @param id what the client says as {@code Last-Event-ID} to go on behind it; without line ends
     * @param parts the data, one after another; without line ends
     */
    public void event(String id, byte[]... parts) {
        write(ID);
        write(id.getBytes(StandardCharsets.UTF_8));
        write(LINE_END);
        event(parts);
    }

    /** Writes an event that nobody can go on behind. */
    public void event(byte[]... parts) {
        write(DATA);
        for (byte[] part : parts) {
            write(part);
        }
        write(LINE_END);
        write(LINE_END);
    }

    /** Tells the client what to go on behind, without an event, and sends what was written. */
    public void mark(String id) {
        write(ID);
        write(id.getBytes(StandardCharsets.UTF_8));
        write(LINE_END);
        write(LINE_END);
        flush();
    }

    /**
     * Sends what clients ignore: a sign of life, and the way to find out whether they are there.
     */
    public void comment() {
        write(COMMENT);
        flush();
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException | UncheckedIOException e) {
            throw left(e);
        }
    }

    /** Sends what was written. */
    public void flush() {
        try {
            out.flush();
        } catch (IOException | UncheckedIOException e) {
            throw left(e);
        }
    }

    /** Ends the answer, so that the client sees that nothing was cut off. */
    public void end() {
        try {
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw left(e);
        }
    }

    private static CloseConnectionException left(Exception e) {
        return new CloseConnectionException("the client has left", e);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.chronicle.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;

/** Sends whole JSON answers; the headers that never change are made once. */
public final class Answer {

    public static final Header CONTENT_TYPE =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    public static final Header NOSNIFF = HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF;
    public static final Header RETRY_AFTER =
            HeaderValues.createCached(HeaderNames.RETRY_AFTER, "1");

    private Answer() {}

    public static void json(
            ServerRequest request, ServerResponse response, Status status, byte[] body) {
        headers(response.status(status));
        if (status.code() == Status.SERVICE_UNAVAILABLE_503.code()) {
            response.header(RETRY_AFTER);
        }
        if (request.prologue().method() == Method.HEAD) {
            response.contentLength(body.length);
            response.send();
        } else {
            response.send(body);
        }
    }

    /** Writes a body of any length. */
    @FunctionalInterface
    public interface Body {

        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Streams a JSON answer. It ends in order only after its last byte: if writing fails, the
     * client must notice. {@code HEAD} is told the length, for which everything is read as well.
     */
    public static void stream(ServerRequest request, ServerResponse response, Body body)
            throws IOException {
        headers(response.status(Status.OK_200));
        if (request.prologue().method() == Method.HEAD) {
            LengthOnly length = new LengthOnly();
            body.writeTo(length);
            response.contentLength(length.length());
            response.send();
        } else {
            OutputStream out = response.outputStream();
            body.writeTo(out);
            out.close();
        }
    }

    public static void headers(ServerResponse response) {
        response.header(CONTENT_TYPE);
        response.header(NOSNIFF);
    }
}

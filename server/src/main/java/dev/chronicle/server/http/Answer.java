package dev.chronicle.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

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

    public static void headers(ServerResponse response) {
        response.header(CONTENT_TYPE);
        response.header(NOSNIFF);
    }
}

package dev.chronicle.server.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

import org.jspecify.annotations.Nullable;

/**
 * The answers to what is not even a request that could be routed: malformed HTTP, limits passed.
 */
public final class ErrorAnswers implements DirectHandler {

    /** What the web server says in place of a reason that it keeps to itself. */
    private static final String WITHHELD = "Bad request, see server log for more information";

    public static DirectHandlers all() {
        ErrorAnswers answers = new ErrorAnswers();
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            builder.addHandler(type, answers);
        }
        return builder.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        String error =
                type == EventType.BAD_REQUEST && status.code() == 400
                        ? "Bad Request"
                        : status.reasonPhrase();
        headers.set(Answer.CONTENT_TYPE);
        headers.set(Answer.NOSNIFF);
        if (status.code() == Status.SERVICE_UNAVAILABLE_503.code()) {
            headers.set(Answer.RETRY_AFTER);
        }
        headers.remove(HeaderNames.CONTENT_LENGTH);
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(type.keepAlive())
                .entity(
                        ErrorStyle.ERROR_AND_DETAIL.body(
                                error, WITHHELD.equals(message) ? null : message))
                .build();
    }
}

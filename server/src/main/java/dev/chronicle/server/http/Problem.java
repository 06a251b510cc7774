package dev.chronicle.server.http;

import io.helidon.http.Status;

import org.jspecify.annotations.Nullable;

/** Ends a request with an error answer. Carries no stack trace: it is an answer, not a fault. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final String error;
    private final @Nullable String detail;
    private final byte @Nullable [] body;

    public Problem(Status status, String error, @Nullable String detail) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.detail = detail;
        body = null;
    }

    /** A problem whose answer has a form of its own. */
    public Problem(Status status, String error, byte[] body) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.body = body;
        detail = null;
    }

    public static Problem badQuery(String parameter, String why) {
        return new Problem(Status.BAD_REQUEST_400, "Invalid query", parameter + " " + why);
    }

    public static Problem badJson(String detail) {
        return new Problem(Status.BAD_REQUEST_400, "Invalid JSON", detail);
    }

    public static Problem tooLarge(@Nullable String detail) {
        return new Problem(Status.REQUEST_ENTITY_TOO_LARGE_413, "Content Too Large", detail);
    }

    /** What is asked for is not there, and what that is. */
    public static Problem notFound(@Nullable String detail) {
        return new Problem(Status.NOT_FOUND_404, "Not Found", detail);
    }

    /** A request that makes no sense, in another part than its query or its JSON. */
    public static Problem badRequest(@Nullable String detail) {
        return new Problem(Status.BAD_REQUEST_400, "Invalid request", detail);
    }

    public static Problem unavailable(@Nullable String detail) {
        return new Problem(Status.SERVICE_UNAVAILABLE_503, "Service Unavailable", detail);
    }

    static Problem internal() {
        return new Problem(
                Status.INTERNAL_SERVER_ERROR_500, "Internal Server Error", (String) null);
    }

    public Status status() {
        return status;
    }

    /** The body of the answer, in the style of the endpoint. */
    byte[] body(ErrorStyle style) {
        return body == null ? style.body(error, detail) : body;
    }
}

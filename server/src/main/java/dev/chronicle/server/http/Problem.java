package dev.chronicle.server.http;

import io.helidon.http.Status;

import org.jspecify.annotations.Nullable;

/** Ends a request with an error answer. Carries no stack trace: it is an answer, not a fault. */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final String error;
    private final @Nullable String detail;

    Problem(Status status, String error, @Nullable String detail) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.detail = detail;
    }

    static Problem badQuery(String parameter, String why) {
        return new Problem(Status.BAD_REQUEST_400, "Invalid query", parameter + " " + why);
    }

    static Problem badJson(String detail) {
        return new Problem(Status.BAD_REQUEST_400, "Invalid JSON", detail);
    }

    static Problem tooLarge(@Nullable String detail) {
        return new Problem(Status.REQUEST_ENTITY_TOO_LARGE_413, "Content Too Large", detail);
    }

    static Problem unavailable(@Nullable String detail) {
        return new Problem(Status.SERVICE_UNAVAILABLE_503, "Service Unavailable", detail);
    }

    Status status() {
        return status;
    }

    byte[] body() {
        return ErrorBody.of(error, detail);
    }
}

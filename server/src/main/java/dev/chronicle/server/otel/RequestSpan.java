package dev.chronicle.server.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/** The span of a request, for its thread. */
public final class RequestSpan implements AutoCloseable {

    static final RequestSpan NONE = new RequestSpan(Span.getInvalid(), Scope.noop());

    private static final int SERVER_ERRORS = 500;

    private final Span span;
    private final Scope scope;

    RequestSpan(Span span) {
        this(span, span.makeCurrent());
    }

    private RequestSpan(Span span, Scope scope) {
        this.span = span;
        this.scope = scope;
    }

    /** It was answered so. */
    public void answered(int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= SERVER_ERRORS) {
            span.setAttribute("error.type", Integer.toString(status));
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** The answer broke off, or there was none. */
    public void failed(Throwable why) {
        fail(span, why);
    }

    static void fail(Span span, Throwable why) {
        span.recordException(why);
        span.setAttribute("error.type", why.getClass().getName());
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}

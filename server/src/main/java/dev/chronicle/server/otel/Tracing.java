package dev.chronicle.server.otel;

import dev.chronicle.channel.Delivery;
import dev.chronicle.telemetry.EventTracing;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Makes the spans of a request on its way: the request, the message that it sends, the consumer
 * that handles it, the append, and the projections that handle its events; each knows the one
 * before as its parent. Where nothing is exported, or the trace is not sampled, it makes none.
 * Threads may share it.
 */
public final class Tracing {

    /** Makes no spans. */
    public static final Tracing NONE =
            new Tracing(
                    OpenTelemetry.noop().getTracer(""),
                    OpenTelemetry.noop().getPropagators().getTextMapPropagator());

    /** Somebody asks for them every few seconds, and nobody wants to know. */
    private static final Set<String> NOT_TRACED = Set.of("/metrics", "/health", "/ready");

    private static final TextMapGetter<Headers> HEADERS = new RequestHeaders();

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final FollowedEvents followed;

    Tracing(Tracer tracer, TextMapPropagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
        followed = new FollowedEvents(tracer);
    }

    private record RequestHeaders() implements TextMapGetter<Headers> {

        @Override
        public Iterable<String> keys(Headers headers) {
            return headers.stream().map(Header::name).toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            return headers == null ? null : headers.first(HeaderNames.create(key)).orElse(null);
        }
    }

    /**
     * Begins the span of a request, in the trace that its headers name, and makes it the current
     * one of this thread.
     *
     * @param route the path, with names in braces for what varies; {@code null} where there is none
     * @param path as it was asked for
     */
    public RequestSpan request(
            String method, @Nullable String route, String path, Headers headers) {
        if (this == NONE || NOT_TRACED.contains(path)) {
            return RequestSpan.NONE;
        }
        Span span =
                tracer.spanBuilder(route == null ? method : method + " " + route)
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(propagator.extract(Context.root(), headers, HEADERS))
                        .setAttribute("http.request.method", method)
                        .setAttribute("url.path", path)
                        .startSpan();
        if (route != null) {
            span.setAttribute("http.route", route);
        }
        return new RequestSpan(span);
    }

    /**
     * Begins the span of putting a message into a queue, if this thread is in a trace, and makes it
     * the current one: a message that is made under it belongs to it.
     */
    public Sending sending(String queue) {
        if (!Span.current().isRecording()) {
            return Sending.NONE;
        }
        return new Sending(
                tracer.spanBuilder("send " + queue)
                        .setSpanKind(SpanKind.PRODUCER)
                        .setAttribute("messaging.system", "chronicle")
                        .setAttribute("messaging.operation.type", "send")
                        .setAttribute("messaging.destination.name", queue)
                        .startSpan());
    }

    /** Begins the spans of those messages of a delivery that belong to a trace. */
    public <M extends Traced> DeliverySpans<M> processing(String queue, Delivery<M> delivery) {
        return DeliverySpans.begin(tracer, followed, queue, delivery);
    }

    /** Knows the events that traced requests have stored, for projections in this process. */
    public EventTracing events() {
        return this == NONE ? EventTracing.NONE : followed;
    }

    /** A message being sent. */
    public static final class Sending implements AutoCloseable {

        private static final Sending NONE = new Sending(Span.getInvalid(), Scope.noop());

        private final Span span;
        private final Scope scope;

        private Sending(Span span) {
            this(span, span.makeCurrent());
        }

        private Sending(Span span, Scope scope) {
            this.span = span;
            this.scope = scope;
        }

        /** It was not taken. */
        public void failed(Throwable why) {
            RequestSpan.fail(span, why);
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}

package dev.chronicle.server.otel;

import dev.chronicle.channel.Delivery;
import dev.chronicle.event.NewEvent;
import dev.chronicle.store.Append;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of the messages of one delivery: each has its own, in its own trace, however many share
 * the delivery and the append. For one thread.
 */
public final class DeliverySpans<M extends Traced> implements AutoCloseable {

    /** So many events of one message are followed into projections. */
    private static final int FOLLOWED = 100;

    private final Tracer tracer;
    private final FollowedEvents followed;
    private final Map<M, Span> spans;

    private DeliverySpans(Tracer tracer, FollowedEvents followed, Map<M, Span> spans) {
        this.tracer = tracer;
        this.followed = followed;
        this.spans = spans;
    }

    static <M extends Traced> DeliverySpans<M> begin(
            Tracer tracer, FollowedEvents followed, String queue, Delivery<M> delivery) {
        Map<M, Span> spans = Map.of();
        for (M message : delivery.messages()) {
            if (Span.fromContext(message.trace()).getSpanContext().isSampled()) {
                if (spans.isEmpty()) {
                    spans = new IdentityHashMap<>();
                }
                spans.put(message, process(tracer, queue, delivery.consumer(), message));
            }
        }
        return new DeliverySpans<>(tracer, followed, spans);
    }

    private static Span process(Tracer tracer, String queue, String consumer, Traced message) {
        return tracer.spanBuilder("process " + queue)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(message.trace())
                .setAttribute("messaging.system", "chronicle")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", queue)
                .setAttribute("chronicle.consumer", consumer)
                .startSpan();
    }

    /** Begins the spans of an append that some of the messages share. */
    public Appending append(List<M> messages, Append append) {
        if (spans.isEmpty()) {
            return Appending.NONE;
        }
        List<Span> begun = new ArrayList<>();
        int first = 0;
        for (M message : messages) {
            int end = Math.min(first + message.events(), append.events().size());
            Span parent = spans.get(message);
            if (parent != null) {
                begun.add(begin(parent, messages.size(), append.events().subList(first, end)));
            }
            first = end;
        }
        return new Appending(begun);
    }

    private Span begin(Span parent, int messages, List<NewEvent> events) {
        Context under = Context.root().with(parent);
        Span span =
                tracer.spanBuilder("append")
                        .setParent(under)
                        .setAttribute("chronicle.append.events", events.size())
                        .setAttribute("chronicle.append.messages", messages)
                        .startSpan();
        Context within = under.with(span);
        // before it is stored: a projection may be quicker than the answer
        for (NewEvent event : events.subList(0, Math.min(FOLLOWED, events.size()))) {
            followed.follow(event.stream(), event.id(), within);
        }
        return span;
    }

    /** The delivery failed; its messages come again. */
    public void failed(Throwable why) {
        spans.values().forEach(span -> RequestSpan.fail(span, why));
    }

    @Override
    public void close() {
        spans.values().forEach(Span::end);
    }

    /** An append under way. */
    public static final class Appending {

        static final Appending NONE = new Appending(List.of());

        private final List<Span> spans;

        private Appending(List<Span> spans) {
            this.spans = spans;
        }

        /** It is stored, or refused for this reason. To be called once. */
        public void ended(@Nullable Throwable refusal) {
            for (Span span : spans) {
                if (refusal != null) {
                    RequestSpan.fail(span, refusal);
                }
                span.end();
            }
        }
    }
}

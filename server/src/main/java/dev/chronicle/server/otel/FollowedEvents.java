package dev.chronicle.server.otel;

import dev.chronicle.event.EventId;
import dev.chronicle.event.StreamId;
import dev.chronicle.telemetry.EventTracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which traces the newest events belong to, so that what projections do with them is told there.
 * Kept in memory only and beside the events, whose bytes must not depend on who watched. Threads
 * share it.
 */
final class FollowedEvents implements EventTracing {

    /** The newest so many, of a few hundred bytes each. */
    static final int MOST = 10_000;

    private record Key(String category, String key, String id) {}

    private final Tracer tracer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Context> traces =
            new LinkedHashMap<>() {

                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Context> eldest) {
                    return size() > MOST;
                }
            };
    private volatile boolean any;

    FollowedEvents(Tracer tracer) {
        this.tracer = tracer;
    }

    void follow(StreamId stream, EventId id, Context trace) {
        lock.lock();
        try {
            // what was first stored it, and what comes again is a duplicate
            traces.putIfAbsent(new Key(stream.category(), stream.key(), id.value()), trace);
            any = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Handling begin(String projection, String category, String key, String id) {
        Context trace = any ? trace(new Key(category, key, id)) : null;
        if (trace == null) {
            return Handling.NONE;
        }
        return new Spanned(
                tracer.spanBuilder("projection " + projection)
                        .setParent(trace)
                        .setAttribute("chronicle.projection", projection)
                        .setAttribute("chronicle.event.stream", category + "/" + key)
                        .setAttribute("chronicle.event.id", id)
                        .startSpan());
    }

    private @Nullable Context trace(Key key) {
        lock.lock();
        try {
            return traces.get(key);
        } finally {
            lock.unlock();
        }
    }

    private record Spanned(Span span) implements Handling {

        @Override
        public void failed(Throwable why) {
            RequestSpan.fail(span, why);
        }

        @Override
        public void close() {
            span.end();
        }
    }
}

package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.PendingWrite;

import io.opentelemetry.context.Context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Published events on their way to the store, and the request that waits for them.
 *
 * @param request what was published, at least one event
 * @param delivery names it, never to be repeated
 * @param bodyBytes how long the body of the request is
 * @param bytes about how much memory it holds
 * @param worker which one has it, or had it last
 * @param stored completes when it is stored and synced, or fails
 * @param trace the span under which it was made
 */
record PendingBatch(
        PublishRequest request,
        String delivery,
        int bodyBytes,
        long bytes,
        AtomicInteger worker,
        CompletableFuture<Void> stored,
        Context trace)
        implements PendingWrite {

    /** What an event weighs beside its part of the body: objects, index entries. */
    private static final int EVENT_OVERHEAD = 400;

    PendingBatch(PublishRequest request, String delivery, int bodyBytes) {
        this(
                request,
                delivery,
                bodyBytes,
                2L * bodyBytes + (long) EVENT_OVERHEAD * request.events().size(),
                new AtomicInteger(),
                new CompletableFuture<>(),
                Context.current());
    }

    @Override
    public int events() {
        return request.events().size();
    }

    @Override
    public String name() {
        return "delivery " + delivery + " of " + request.events().size() + " events";
    }
}

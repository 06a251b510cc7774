package dev.chronicle.server.audit;

import dev.chronicle.event.NewEvent;
import dev.chronicle.server.http.LogText;
import dev.chronicle.server.http.PendingWrite;

import io.opentelemetry.context.Context;

import java.util.concurrent.CompletableFuture;

/**
 * An audit event on its way to the store, and the request that waits for it.
 *
 * @param event to be stored
 * @param bytes about how much memory it holds
 * @param stored completes when it is stored and synced, or fails
 * @param trace the span under which it was made
 */
record PendingAppend(NewEvent event, long bytes, CompletableFuture<Void> stored, Context trace)
        implements PendingWrite {

    /** What an event weighs beside its body: objects, tags, the request that waits. */
    private static final int OVERHEAD = 1024;

    PendingAppend(NewEvent event, int bodyBytes) {
        this(event, 3L * bodyBytes + OVERHEAD, new CompletableFuture<>(), Context.current());
    }

    @Override
    public String name() {
        return LogText.printable(event.id().value());
    }
}

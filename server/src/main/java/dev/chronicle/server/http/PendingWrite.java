package dev.chronicle.server.http;

import dev.chronicle.server.otel.Traced;

import java.util.concurrent.CompletableFuture;

/** What a request wants stored, on its way to the store while the request waits. */
public interface PendingWrite extends Traced {

    /** About how much memory it holds. */
    long bytes();

    /** What it is called in the log, printable. */
    String name();

    /** Completes when it is stored and synced, or fails. */
    CompletableFuture<Void> stored();
}

package dev.chronicle.server.backend;

import dev.chronicle.server.otel.Tracing;
import dev.chronicle.store.EventStore;

/**
 * What stands behind the doors.
 *
 * @param store the log
 * @param access who writes it
 * @param queues the ways from requests to consumers
 * @param tracing makes the spans on these ways
 */
public record Backend(EventStore store, LogAccess access, Queues queues, Tracing tracing) {}

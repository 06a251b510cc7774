package dev.chronicle.server.aggregator;

import io.helidon.common.uri.UriQuery;

import java.time.Instant;
import java.util.Optional;

/** Provisional: the parser of the query is on its way. */
record AuditTrailRequest(
        Optional<String> action,
        Optional<String> topic,
        Optional<String> eventId,
        Optional<Instant> from,
        Optional<Instant> to,
        int limit) {

    static AuditTrailRequest parse(UriQuery query) {
        return new AuditTrailRequest(
                value(query, "action"),
                value(query, "topic"),
                value(query, "event_id"),
                Optional.empty(),
                Optional.empty(),
                value(query, "limit").map(Integer::valueOf).orElse(100));
    }

    private static Optional<String> value(UriQuery query, String name) {
        return query.contains(name)
                ? Optional.of(query.get(name)).filter(it -> !it.isEmpty())
                : Optional.empty();
    }
}

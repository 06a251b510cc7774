package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.Problem;

import io.helidon.common.uri.UriQuery;

import java.time.Instant;
import java.util.Optional;

/**
 * The query of a {@code GET /audit}. Parameters it does not know are ignored, and so are filters
 * that are empty; of one that is given twice the last counts.
 *
 * @param action only this step; not necessarily one that there is
 * @param topic only of this topic
 * @param eventId only of events with this id
 * @param from recorded at this instant or later
 * @param to recorded at this instant or earlier
 * @param limit the most entries to list, 1 to 1000; 100 unless given
 */
record AuditTrailRequest(
        Optional<String> action,
        Optional<String> topic,
        Optional<String> eventId,
        Optional<Instant> from,
        Optional<Instant> to,
        int limit) {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1000;

    /**
     * @throws Problem 422, telling all that is wrong
     */
    static AuditTrailRequest parse(UriQuery query) {
        QueryReader parameters = new QueryReader(query);
        AuditTrailRequest request =
                new AuditTrailRequest(
                        parameters.text("action"),
                        parameters.text("topic"),
                        parameters.text("event_id"),
                        parameters.from("from"),
                        parameters.to("to"),
                        parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT));
        parameters.requireValid();
        return request;
    }
}

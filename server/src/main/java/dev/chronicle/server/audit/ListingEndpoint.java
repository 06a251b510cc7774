package dev.chronicle.server.audit;

import dev.chronicle.event.Event;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;
import dev.chronicle.store.EventStore;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /events}: lists audit records, streaming them, so that memory does not depend on how
 * many.
 */
final class ListingEndpoint {

    private final EventStore store;

    ListingEndpoint(EventStore store) {
        this.store = store;
    }

    void get(ServerRequest request, ServerResponse response) throws IOException {
        ListingRequest listed = ListingRequest.parse(request.prologue().query());
        Listing listing = new Listing(store, listed);
        if (listed.limit().isPresent()) {
            int limit = listed.limit().getAsInt();
            OptionalLong last = listing.lastOfFullPage(limit);
            last.ifPresent(position -> link(request, response, position));
            try (Stream<Event> page = listing.read().limit(limit)) {
                send(request, response, page);
            }
        } else {
            try (Stream<Event> all = listing.read()) {
                send(request, response, all);
            }
        }
    }

    /** The next page: the same query, behind the last record of this one. */
    private static void link(ServerRequest request, ServerResponse response, long last) {
        String query =
                Stream.of(request.prologue().query().rawValue().split("&", -1))
                        .filter(it -> !it.isEmpty() && !it.startsWith("after="))
                        .collect(Collectors.joining("&"));
        String next =
                "<%s?%s&after=%s>; rel=\"next\""
                        .formatted(
                                request.prologue().uriPath().rawPath(),
                                query,
                                ListingRequest.token(last));
        response.header(HeaderValues.create(HeaderNames.LINK, next));
    }

    private static void send(ServerRequest request, ServerResponse response, Stream<Event> records)
            throws IOException {
        Iterator<Event> events = records.iterator();
        // a read that fails at once can still be answered with an error
        boolean any = events.hasNext();
        Answer.stream(request, response, out -> write(out, any, events));
    }

    private static void write(OutputStream out, boolean any, Iterator<Event> events) {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartArray();
            boolean more = any;
            while (more) {
                Event event = events.next();
                StoredAuditRecord.of(event).write(json, event);
                more = events.hasNext();
            }
            json.writeEndArray();
        }
    }
}

package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code GET /events?topic=}: the events of a topic, or of all, newest first. Streams them, so that
 * memory does not depend on how many.
 */
final class EventsEndpoint {

    private final EventStore store;
    private final Ledger ledger;

    EventsEndpoint(EventStore store, Ledger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    void get(ServerRequest request, ServerResponse response) throws IOException {
        if (request.prologue().query().contains("topic")) {
            ofTopic(request.prologue().query().get("topic"), request, response);
        } else {
            ofAll(request, response);
        }
    }

    private void ofTopic(String topic, ServerRequest request, ServerResponse response)
            throws IOException {
        try (Stream<Event> events =
                store.read(
                        Query.stream(LogEvent.topic(topic)),
                        Position.END,
                        Long.MAX_VALUE,
                        Direction.BACKWARDS)) {
            Iterator<Event> newestFirst = events.iterator();
            Optional<Event> newest = first(newestFirst);
            // sequences have no gaps: that of the newest is how many there are
            long count = newest.map(Event::sequence).orElse(0L);
            send(count, newest, newestFirst, request, response);
        }
    }

    private void ofAll(ServerRequest request, ServerResponse response) throws IOException {
        Ledger.Published published = ledger.published();
        try (Stream<Event> events =
                store.read(
                        Query.types(LogEvent.PUBLISHED),
                        new Position(published.head().value() + 1),
                        Long.MAX_VALUE,
                        Direction.BACKWARDS)) {
            Iterator<Event> newestFirst = events.filter(LogEvent::isOurs).iterator();
            send(published.count(), first(newestFirst), newestFirst, request, response);
        }
    }

    /** Taken before the answer begins: a read that fails at once can still be told. */
    private static Optional<Event> first(Iterator<Event> events) {
        return events.hasNext() ? Optional.of(events.next()) : Optional.empty();
    }

    private static void send(
            long count,
            Optional<Event> first,
            Iterator<Event> rest,
            ServerRequest request,
            ServerResponse response)
            throws IOException {
        Answer.stream(request, response, out -> write(out, count, first, rest));
    }

    private static void write(
            OutputStream out, long count, Optional<Event> first, Iterator<Event> rest) {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("count", count);
            json.writeArrayPropertyStart("events");
            first.ifPresent(event -> write(json, event));
            while (rest.hasNext()) {
                write(json, rest.next());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Event event) {
        json.writeStartObject();
        json.writeStringProperty("event_id", event.id().value());
        json.writeStringProperty("topic", LogEvent.topicOf(event));
        json.writeStringProperty("source", LogEvent.sourceOf(event));
        json.writeName("payload");
        writePayload(json, event.data());
        json.writeStringProperty("timestamp", event.time().toString());
        json.writeEndObject();
    }

    /** As it came. What another program stored there without being JSON has no form here. */
    private static void writePayload(JsonGenerator json, EventData data) {
        if (data.contentType().equals(EventData.JSON)) {
            json.writeRawValue(new String(data.toByteArray(), StandardCharsets.UTF_8));
        } else {
            json.writeNull();
        }
    }
}

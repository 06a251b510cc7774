package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.PositionRange;
import dev.chronicle.server.http.Timestamps;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** {@code GET /audit}: the steps of deliveries, newest first. */
final class TrailEndpoint {

    private final EventStore store;

    TrailEndpoint(EventStore store) {
        this.store = store;
    }

    private record Row(Event event, TrailStep step) {}

    void get(ServerRequest request, ServerResponse response) {
        AuditTrailRequest asked = AuditTrailRequest.parse(request.prologue().query());
        List<Row> rows = rows(asked);
        Answer.json(request, response, Status.OK_200, Json.bytes(json -> write(json, rows)));
    }

    private List<Row> rows(AuditTrailRequest asked) {
        Optional<TrailStep> only = asked.action().flatMap(TrailStep::named);
        if (asked.action().isPresent() && only.isEmpty()) {
            return List.of();
        }
        PositionRange range = PositionRange.of(store, asked.from(), asked.to());
        List<Row> rows = new ArrayList<>();
        try (Stream<Event> events =
                store.read(
                        TrailQuery.of(
                                asked.topic(),
                                asked.eventId(),
                                only.orElse(TrailStep.RECEIVED).types()),
                        range.start(Direction.BACKWARDS, OptionalLong.empty()),
                        Long.MAX_VALUE,
                        Direction.BACKWARDS)) {
            events.takeWhile(range::contains)
                    .filter(LogEvent::isOurs)
                    .flatMap(event -> rows(event, only))
                    .limit(asked.limit())
                    .forEach(rows::add);
        }
        return rows;
    }

    private static Stream<Row> rows(Event event, Optional<TrailStep> only) {
        return TrailStep.of(event).stream()
                .filter(step -> only.isEmpty() || only.get() == step)
                .map(step -> new Row(event, step));
    }

    private static void write(JsonGenerator json, List<Row> rows) {
        json.writeStartObject();
        json.writeNumberProperty("count", rows.size());
        json.writeArrayPropertyStart("audit_logs");
        for (Row row : rows) {
            Event event = row.event();
            json.writeStartObject();
            json.writeNumberProperty("id", row.step().id(event));
            json.writeStringProperty("event_id", LogEvent.eventIdOf(event));
            json.writeStringProperty("topic", LogEvent.topicOf(event));
            json.writeStringProperty("source", LogEvent.sourceOf(event));
            json.writeStringProperty("action", row.step().name());
            json.writeName("worker_id");
            if (row.step().isWorkers()) {
                json.writeNumber(LogEvent.workerOf(event));
            } else {
                json.writeNull();
            }
            json.writeStringProperty("created_at", Timestamps.format(event.recordedAt()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

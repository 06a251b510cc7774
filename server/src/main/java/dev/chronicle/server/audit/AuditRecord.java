package dev.chronicle.server.audit;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.Timestamps;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Who did what to which resource. Kept as an event of the one audit stream: its type is the action,
 * it can be found by what {@link #tags} says, and its data is the JSON of these fields.
 *
 * @param correlationId what it belongs together with, where the client said so
 * @param metadata what else the client said, where it did
 */
public record AuditRecord(
        String actor,
        String action,
        String resourceType,
        String resourceId,
        @Nullable String correlationId,
        @Nullable Map<String, String> metadata) {

    public static final StreamId STREAM = new StreamId("audit", "main");

    static final String ACTOR = "actor";
    static final String ACTION = "action";
    static final String RESOURCE_TYPE = "resource_type";
    static final String RESOURCE_ID = "resource_id";
    static final String CORRELATION_ID = "correlation_id";
    static final String METADATA = "metadata";

    /** The event that stores it. */
    public NewEvent toEvent(String id, Instant handledAt) {
        EventData data = EventData.of(EventData.JSON, Json.bytes(this::writeData));
        return new NewEvent(new EventId(id), STREAM, action, handledAt, tags(), data, Map.of());
    }

    /** In the order of the canonical form, so that they need no sorting. */
    private List<Tag> tags() {
        return List.of(
                new Tag(ACTION, action),
                new Tag(ACTOR, actor),
                resource(resourceType, resourceId),
                new Tag(RESOURCE_ID, resourceId),
                new Tag(RESOURCE_TYPE, resourceType));
    }

    static Tag resource(String type, String id) {
        return new Tag("resource", type + "/" + id);
    }

    private void writeData(JsonGenerator json) {
        json.writeStartObject();
        writeRequired(json);
        writeOptional(json);
        json.writeEndObject();
    }

    /**
     * Writes what a client sees of the event that stores it; the order of the keys is the contract.
     */
    void write(JsonGenerator json, Event event) {
        json.writeStartObject();
        json.writeStringProperty("id", event.id().value());
        writeRequired(json);
        json.writeStringProperty("timestamp", Timestamps.format(event.recordedAt()));
        writeOptional(json);
        json.writeEndObject();
    }

    private void writeRequired(JsonGenerator json) {
        json.writeStringProperty(ACTOR, actor);
        json.writeStringProperty(ACTION, action);
        json.writeStringProperty(RESOURCE_TYPE, resourceType);
        json.writeStringProperty(RESOURCE_ID, resourceId);
    }

    private void writeOptional(JsonGenerator json) {
        if (correlationId != null) {
            json.writeStringProperty(CORRELATION_ID, correlationId);
        }
        if (metadata != null) {
            json.writeObjectPropertyStart(METADATA);
            metadata.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }
}

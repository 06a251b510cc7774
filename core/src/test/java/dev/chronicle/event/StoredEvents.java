package dev.chronicle.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events as a store gives them back. */
final class StoredEvents {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private StoredEvents() {}

    static Event of(EventCodec.Encoded encoded) {
        return of(encoded.type(), encoded.data(), encoded.metadata());
    }

    /** At position 42. */
    static Event json(String type, String json) {
        return of(type, EventData.json(json), Map.of());
    }

    static Event json(String type, String schema, String json) {
        return of(type, EventData.json(json), Map.of("schema", schema));
    }

    static Event of(String type, EventData data, Map<String, String> metadata) {
        return new Event(
                new Position(42),
                1,
                TIME,
                new EventId("e"),
                StreamId.parse("shop/s-1"),
                type,
                TIME,
                List.of(),
                data,
                metadata);
    }
}

package dev.chronicle.event;

import java.util.Map;

/** A record of today with the name and the version it is written under. */
record JsonEventType<E>(
        String name, int version, JsonMapping<E> mapping, Map<String, String> metadata) {

    JsonEventType(String name, int version, JsonMapping<E> mapping) {
        this(
                name,
                version,
                mapping,
                version == 1
                        ? Map.of()
                        : Map.of(JsonEventCodec.SCHEMA_KEY, Integer.toString(version)));
    }

    EventCodec.Encoded encode(E event) {
        return new EventCodec.Encoded(name, mapping.write(event), metadata);
    }
}

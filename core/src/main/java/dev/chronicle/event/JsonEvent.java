package dev.chronicle.event;

import tools.jackson.databind.node.ObjectNode;

import java.util.Objects;

/**
 * A stored event on its way through upcasters.
 *
 * @param type what it is called at this point
 * @param version the version of that type, from 1
 * @param data what it says; the upcaster's own, to change at will
 */
public record JsonEvent(String type, int version, ObjectNode data) {

    public JsonEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
        if (version < 1) {
            throw new IllegalArgumentException(
                    "versions start at 1: type=%s version=%d".formatted(type, version));
        }
    }

    /** The same data as an event of this type and version, whose upcasters follow. */
    public JsonEvent as(String type, int version) {
        return new JsonEvent(type, version, data);
    }
}

package dev.chronicle.event;

import java.util.UUID;

/**
 * The name of an event, unique within its stream for the life of the log: the same id appended to
 * the same stream again is a duplicate and is never stored twice.
 *
 * @param value any well-formed Unicode text; the empty text is an id like any other
 */
public record EventId(String value) {

    public EventId {
        Text.requireWellFormed(value, "id");
    }

    /** A new random id (a version 4 UUID in its 36-character form). */
    public static EventId random() {
        return new EventId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}

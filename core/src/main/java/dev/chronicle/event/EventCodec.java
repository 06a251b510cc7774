package dev.chronicle.event;

import java.util.Map;
import java.util.Objects;

/**
 * Translates between a program's own events and what a store keeps. Threads may share it.
 *
 * <p>Whatever {@link #encode} makes, {@link #decode} understands, and equal events have equal
 * encodings, so that an event that is offered again is a duplicate. {@link JsonEventCodec} does
 * both for a sealed interface of records.
 *
 * @param <E> the program's events
 */
public interface EventCodec<E> {

    /**
     * What a store keeps of {@code event}.
     *
     * @throws UnencodableException if the event cannot be expressed
     */
    Encoded encode(E event);

    /**
     * The event that was encoded as {@code stored}.
     *
     * @throws UnknownEventTypeException if nothing is known of its type
     * @throws UndecodableEventException if its type is known and the rest is not understood
     */
    E decode(Event stored);

    /**
     * The part of a {@link NewEvent} that a codec decides.
     *
     * @param type the event's type
     * @param data what it says
     * @param metadata what the codec must find again to understand the data; to be stored among the
     *     event's metadata, where it wins over a value of the same key
     */
    record Encoded(String type, EventData data, Map<String, String> metadata) {

        public Encoded {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(data, "data");
            metadata = Map.copyOf(metadata);
        }
    }
}

package dev.chronicle.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An immutable fact in the log.
 *
 * @param position its place in the whole log, from 1
 * @param sequence its place in its stream, from 1, without gaps
 * @param recordedAt when the store accepted it, in whole milliseconds; never decreases along
 *     positions
 * @param id unique within the stream for ever
 * @param stream where it belongs
 * @param type what kind of thing happened
 * @param time when it happened, as the client said, to the nanosecond
 * @param tags what it can be found by, sorted and without repeats
 * @param data what it says
 * @param metadata what surrounds it, sorted by key
 */
public record Event(
        Position position,
        long sequence,
        Instant recordedAt,
        EventId id,
        StreamId stream,
        String type,
        Instant time,
        List<Tag> tags,
        EventData data,
        Map<String, String> metadata) {

    public Event {
        Objects.requireNonNull(position, "position");
        if (position.value() < 1 || sequence < 1) {
            throw new IllegalArgumentException(
                    "position and sequence start at 1: position="
                            + position
                            + " sequence="
                            + sequence);
        }
        recordedAt = recordedAt.truncatedTo(ChronoUnit.MILLIS);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(stream, "stream");
        Text.requireWellFormed(type, "type");
        Objects.requireNonNull(time, "time");
        tags = Canonical.tags(tags);
        Objects.requireNonNull(data, "data");
        metadata = Canonical.metadata(metadata);
    }

    /** The event that {@code offered} became when the store gave it its place. */
    public static Event recorded(
            NewEvent offered, Position position, long sequence, Instant recordedAt) {
        return new Event(
                position,
                sequence,
                recordedAt,
                offered.id(),
                offered.stream(),
                offered.type(),
                offered.time(),
                offered.tags(),
                offered.data(),
                offered.metadata());
    }
}

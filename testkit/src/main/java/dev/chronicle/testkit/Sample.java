package dev.chronicle.testkit;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendResult;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The streams and events that the tests of the contract are written with. */
final class Sample {

    static final StreamId A = new StreamId("test", "a");
    static final StreamId B = new StreamId("test", "b");
    static final Tag RED = Tag.parse("colour:red");
    static final Tag BLUE = Tag.parse("colour:blue");
    static final Tag LARGE = Tag.parse("size:large");

    private static final Instant TIME = Instant.parse("2025-12-24T18:00:00.123456789Z");

    private Sample() {}

    /** An event whose body follows from its id: built twice it is the same event. */
    static NewEvent event(StreamId stream, String id) {
        return builder(stream, "Happened", id).data(EventData.json('"' + id + '"')).build();
    }

    /** An event of this type, with these tags. */
    static NewEvent event(StreamId stream, String id, String type, Tag... tags) {
        return builder(stream, type, id).tags(tags).build();
    }

    /** An event with another body than {@link #event(StreamId, String)} gives it. */
    static NewEvent otherBody(StreamId stream, String id) {
        return builder(stream, "Happened", id).data(EventData.json("\"other\"")).build();
    }

    static NewEvent.Builder builder(StreamId stream, String type, String id) {
        return NewEvent.of(stream, type).id(id).time(TIME);
    }

    /** {@code count} events with the ids prefix-0, prefix-1, … */
    static NewEvent[] events(StreamId stream, String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> event(stream, prefix + "-" + i))
                .toArray(NewEvent[]::new);
    }

    static AppendResult appended(long position, long sequence) {
        return new AppendResult.Appended(new Position(position), sequence);
    }

    static AppendResult duplicate(long position) {
        return new AppendResult.Duplicate(new Position(position));
    }

    static List<Long> positions(List<Event> events) {
        return events.stream().map(event -> event.position().value()).toList();
    }

    static List<String> ids(List<Event> events) {
        return events.stream().map(event -> event.id().value()).toList();
    }
}

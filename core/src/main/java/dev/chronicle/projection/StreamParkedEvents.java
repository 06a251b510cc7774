package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Notes as events. Those behind the newest {@code ParkedEventsForgotten} count; its sequence is
 * part of their ids, so that an event can be noted again after a rebuild, and only once before.
 */
final class StreamParkedEvents implements ParkedEvents {

    private static final String PARKED = "EventParked";
    private static final String FORGOTTEN = "ParkedEventsForgotten";

    private final EventStore store;

    StreamParkedEvents(EventStore store) {
        this.store = store;
    }

    @Override
    public void park(ParkedEvent event) {
        Map<String, String> note =
                Map.of(
                        "position", event.position().toString(),
                        "type", event.type(),
                        "stream", event.stream().toString(),
                        "reason", wellFormed(event.reason()));
        StreamId stream = stream(event.projection());
        append(
                NewEvent.of(stream, PARKED)
                        .id(generation(stream) + "/" + event.position())
                        .metadata(note)
                        .build());
    }

    /** A message may hold anything, or may have been cut in the middle of a character. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public List<ParkedEvent> of(String projection) {
        StreamId stream = stream(projection);
        try (Stream<Event> newest =
                store.read(
                        Query.stream(stream), Position.END, Long.MAX_VALUE, Direction.BACKWARDS)) {
            return newest.takeWhile(it -> it.type().equals(PARKED))
                    .map(it -> note(projection, it.metadata()))
                    .toList()
                    .reversed();
        }
    }

    private static ParkedEvent note(String projection, Map<String, String> note) {
        return new ParkedEvent(
                projection,
                new Position(Long.parseLong(note.getOrDefault("position", "0"))),
                note.getOrDefault("type", ""),
                StreamId.parse(note.getOrDefault("stream", "")),
                note.getOrDefault("reason", ""));
    }

    @Override
    public void forget(String projection) {
        if (!of(projection).isEmpty()) {
            StreamId stream = stream(projection);
            append(NewEvent.of(stream, FORGOTTEN).id(generation(stream) + "/forgotten").build());
        }
    }

    private long generation(StreamId stream) {
        Query forgotten = Query.anyOf(Query.Item.ANY.in(stream).ofType(FORGOTTEN));
        try (Stream<Event> newest = store.read(forgotten, Position.END, 1, Direction.BACKWARDS)) {
            return newest.findFirst().map(Event::sequence).orElse(0L);
        }
    }

    private void append(NewEvent event) {
        try {
            store.append(Append.of(List.of(event)).reusedIds(Append.ReusedIds.DROP)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private static StreamId stream(String projection) {
        return new StreamId(CATEGORY, projection);
    }
}

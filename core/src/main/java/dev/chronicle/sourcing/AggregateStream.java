package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The events of one kind of aggregate, as they stand in the store. */
final class AggregateStream<E> {

    /** So many events may be held, to be turned round. */
    private static final int MOST_TURNED_ROUND = 10_000;

    private final EventStore store;
    private final String category;
    private final CommandEvents<E> form;
    private final Function<E, List<Tag>> tags;

    AggregateStream(
            EventStore store, String category, EventCodec<E> codec, Function<E, List<Tag>> tags) {
        this.store = store;
        this.category = category;
        form = new CommandEvents<>(codec, "command");
        this.tags = tags;
    }

    StreamId of(String id) {
        return new StreamId(category, id);
    }

    /** The events from a sequence on, oldest first; to be closed. */
    Stream<Event> from(String id, long sequence) {
        Query query = Query.stream(of(id));
        if (sequence <= 1) {
            return store.read(query, Position.START);
        }
        Optional<Event> newest = newest(id);
        long count = newest.map(Event::sequence).orElse(0L) - sequence + 1;
        if (count <= 0) {
            return Stream.empty();
        }
        if (count > MOST_TURNED_ROUND) {
            return store.read(query, Position.START)
                    .dropWhile(event -> event.sequence() < sequence);
        }
        // the store finds a place in a stream by position, not by sequence: from the end it is near
        Position behind = new Position(newest.orElseThrow().position().value() + 1);
        try (Stream<Event> backwards = store.read(query, behind, count, Direction.BACKWARDS)) {
            return backwards.toList().reversed().stream();
        }
    }

    Optional<Event> newest(String id) {
        try (Stream<Event> newest =
                store.read(Query.stream(of(id)), Position.END, 1, Direction.BACKWARDS)) {
            return newest.findFirst();
        }
    }

    /** What a named command has stored. */
    List<Event> ofCommand(String id, String command) {
        Query query = Query.anyOf(Query.Item.ANY.in(of(id)).tagged(form.tag(command)));
        try (Stream<Event> events = store.read(query, Position.START)) {
            return events.toList();
        }
    }

    E decode(Event event) {
        return form.codec().decode(event);
    }

    List<NewEvent> encode(String id, List<E> events, CommandOptions options, Instant time) {
        StreamId stream = of(id);
        List<NewEvent> encoded = new ArrayList<>(events.size());
        for (E event : events) {
            encoded.add(
                    form.encode(event, encoded.size(), stream, tags.apply(event), options, time));
        }
        return encoded;
    }
}

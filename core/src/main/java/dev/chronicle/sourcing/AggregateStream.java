package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.UnexpectedSequenceException;

import java.time.Instant;
import java.time.InstantSource;
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
    private final InstantSource clock;

    AggregateStream(Aggregates.Builder<?, E, ?, ?> builder) {
        store = builder.store;
        category = builder.category;
        form = new CommandEvents<>(builder.codec, "command");
        tags = builder.tags;
        clock = builder.clock;
    }

    String category() {
        return category;
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

    /**
     * Appends what a command decided on an aggregate at this sequence.
     *
     * @return whether that is done; otherwise others were faster
     */
    boolean append(String id, long sequence, List<E> events, CommandRun run)
            throws InterruptedException {
        AppendCondition condition = AppendCondition.sequence(of(id), sequence);
        try {
            return run.await(store.append(encode(id, events, run.options()), condition)).stream()
                    .allMatch(AppendResult.Appended.class::isInstance);
        } catch (UnexpectedSequenceException | IdReusedException e) {
            return false;
        }
    }

    private List<NewEvent> encode(String id, List<E> events, CommandOptions options) {
        StreamId stream = of(id);
        Instant time = clock.instant();
        List<NewEvent> encoded = new ArrayList<>(events.size());
        for (E event : events) {
            encoded.add(
                    form.encode(event, encoded.size(), stream, tags.apply(event), options, time));
        }
        return encoded;
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.testkit.Threads;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Stores whose files are so small that few events fill several, and events known by number. */
final class SmallLog {

    static final int STREAMS = 5;

    /** When everything happens and is recorded. */
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private SmallLog() {}

    static SegmentOptions options() {
        return new SegmentOptions(
                1 << 13, 1 << 12, 1 << 16, 1 << 20, 1 << 20, InstantSource.fixed(TIME));
    }

    static SegmentEventStore open(Path directory) {
        return open(directory, Disk.real());
    }

    static SegmentEventStore open(Path directory, Disk disk) {
        return SegmentEventStore.open(directory, options(), disk);
    }

    /** The event with this number: made twice it is the same. */
    static NewEvent event(int number) {
        return event(number, number % 40);
    }

    /** The event with this number and so many bytes of data. */
    static NewEvent event(int number, int dataBytes) {
        return NewEvent.of(stream(number), "Type-" + number % 3)
                .id("id-" + number)
                .time(TIME)
                .tags(new Tag("number", String.valueOf(number % 10)))
                .data(EventData.json("x".repeat(dataBytes)))
                .build();
    }

    static StreamId stream(int number) {
        return new StreamId("test", "stream-" + number % STREAMS);
    }

    /** The events with the numbers from {@code from} on. */
    static List<NewEvent> events(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(SmallLog::event).toList();
    }

    /** Appends and waits; a refusal is thrown as it is. */
    static List<AppendResult> append(EventStore store, List<NewEvent> events) {
        try {
            return store.append(events)
                    .orTimeout(Threads.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EventStoreException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    static List<AppendResult> append(EventStore store, NewEvent event) {
        return append(store, List.of(event));
    }

    static List<Event> all(EventStore store) {
        return read(store, Query.all());
    }

    static List<Event> read(EventStore store, Query query) {
        try (Stream<Event> events = store.read(query, Position.START)) {
            return events.toList();
        }
    }

    /** The events as they stand in the log by these answers, all of them new. */
    static List<Event> recorded(List<NewEvent> offered, List<AppendResult> results) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            AppendResult.Appended place = (AppendResult.Appended) results.get(i);
            events.add(Event.recorded(offered.get(i), place.position(), place.sequence(), TIME));
        }
        return events;
    }

    /** Positions and sequences have no gaps, and no stream has an id twice. */
    static void assertSound(List<Event> events) {
        Map<StreamId, Long> sequences = new HashMap<>();
        Set<Object> ids = new HashSet<>();
        long position = 0;
        for (Event event : events) {
            assertThat(event.position().value()).isEqualTo(++position);
            assertThat(event.sequence())
                    .as("sequence of %s", event)
                    .isEqualTo(sequences.merge(event.stream(), 1L, Long::sum));
            assertThat(ids.add(List.of(event.stream(), event.id())))
                    .as("%s is new", event)
                    .isTrue();
        }
    }
}

package dev.chronicle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Events for tests that load a store, and what must hold of the whole log afterwards. */
public final class LoadEvents {

    private LoadEvents() {}

    /** {@code count} events whose bodies follow from their ids: {@code prefix-0}, and so on. */
    public static List<NewEvent> of(String stream, String prefix, int count) {
        List<NewEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String id = prefix + "-" + i;
            events.add(
                    NewEvent.of(new StreamId("load", stream), "Loaded" + i % 3)
                            .id(id)
                            .tags(new Tag("number", Integer.toString(i % 10)))
                            .data(EventData.json("\"" + id + "\""))
                            .build());
        }
        return events;
    }

    /** Everything in the log, with positions that have no gaps. */
    public static List<Event> all(EventStore store) {
        try (Stream<Event> read = store.read(Query.all(), Position.START)) {
            List<Event> events = read.toList();
            for (int i = 0; i < events.size(); i++) {
                assertThat(events.get(i).position().value()).isEqualTo(i + 1L);
            }
            return events;
        }
    }
}

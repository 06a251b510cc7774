package dev.chronicle.server.aggregator;

import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;

import java.util.List;
import java.util.Optional;

/** Which events of the log hold a part of the audit trail. */
final class TrailQuery {

    /** Those of every delivery. */
    static final Query EVERYTHING =
            of(Optional.empty(), Optional.empty(), TrailStep.RECEIVED.types());

    private TrailQuery() {}

    /**
     * @param topic only of this topic
     * @param eventId only of events with this id
     * @param types of events
     */
    static Query of(Optional<String> topic, Optional<String> eventId, List<String> types) {
        Tag[] tags = eventId.map(LogEvent::eventId).stream().toArray(Tag[]::new);
        Query.Item item = Query.Item.ANY.tagged(tags);
        if (topic.isEmpty()) {
            return Query.anyOf(item.ofType(types.toArray(String[]::new)));
        }
        // a stream says more than a type: what was published has one, the notes another
        List<StreamId> streams =
                types.equals(List.of(LogEvent.PUBLISHED))
                        ? List.of(LogEvent.topic(topic.get()))
                        : types.contains(LogEvent.PUBLISHED)
                                ? List.of(LogEvent.topic(topic.get()), LogEvent.trail(topic.get()))
                                : List.of(LogEvent.trail(topic.get()));
        boolean allNotes = types.contains(LogEvent.DROPPED) && types.contains(LogEvent.FAILED);
        return Query.anyOf(
                streams.stream()
                        .map(
                                stream ->
                                        stream.category().equals(LogEvent.TOPIC) || allNotes
                                                ? item.in(stream)
                                                : item.in(stream)
                                                        .ofType(types.toArray(String[]::new)))
                        .toArray(Query.Item[]::new));
    }
}

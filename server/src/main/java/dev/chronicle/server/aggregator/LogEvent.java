package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;

import java.util.List;
import java.util.Map;

/**
 * How the aggregator's events stand in the log. A delivery leaves one event: the published event
 * itself where it was the first, otherwise a note of what became of it. The audit trail is read off
 * these.
 *
 * <ul>
 *   <li>{@code topic/<topic>}: what was published, once per event id; the data is the payload as it
 *       came.
 *   <li>{@code trail/<topic>}: deliveries that were dropped, since the event was there already, or
 *       that failed.
 * </ul>
 */
final class LogEvent {

    static final String TOPIC = "topic";
    static final String TRAIL = "trail";

    static final String PUBLISHED = "LogEventPublished";
    static final String DROPPED = "LogEventDropped";
    static final String FAILED = "LogEventFailed";

    private static final String EVENT_ID = "event_id";
    private static final String SOURCE = "source";
    private static final String WORKER = "worker";

    private LogEvent() {}

    static StreamId topic(String topic) {
        return new StreamId(TOPIC, topic);
    }

    static StreamId trail(String topic) {
        return new StreamId(TRAIL, topic);
    }

    static Tag eventId(String eventId) {
        return new Tag(EVENT_ID, eventId);
    }

    /** What is stored of a published event, unless its topic has it. */
    static NewEvent published(PublishedEvent event, StreamId topic, byte[] body, String worker) {
        return new NewEvent(
                new EventId(event.eventId()),
                topic,
                PUBLISHED,
                event.timestamp(),
                List.of(eventId(event.eventId())),
                EventData.of(EventData.JSON, body, event.payloadOffset(), event.payloadLength()),
                Map.of(SOURCE, event.source(), WORKER, worker));
    }

    /**
     * What is noted of a delivery that was not stored.
     *
     * @param type why
     * @param delivery names the delivery, never to be repeated
     */
    static NewEvent note(String type, String delivery, PublishedEvent event, String worker) {
        return new NewEvent(
                new EventId(delivery),
                trail(event.topic()),
                type,
                event.timestamp(),
                List.of(eventId(event.eventId())),
                EventData.empty(),
                Map.of(SOURCE, event.source(), WORKER, worker));
    }

    /** Whether an event of one of the types above is the aggregator's. */
    static boolean isOurs(Event event) {
        return event.stream().category().equals(TOPIC) || event.stream().category().equals(TRAIL);
    }

    static String topicOf(Event event) {
        return event.stream().key();
    }

    static String eventIdOf(Event event) {
        if (event.type().equals(PUBLISHED)) {
            return event.id().value();
        }
        return event.tags().stream()
                .filter(tag -> tag.key().equals(EVENT_ID))
                .findFirst()
                .map(Tag::value)
                .orElse("");
    }

    static String sourceOf(Event event) {
        return event.metadata().getOrDefault(SOURCE, "");
    }

    /** Which worker recorded it, by its number. */
    static int workerOf(Event event) {
        return Integer.parseInt(event.metadata().getOrDefault(WORKER, "0"));
    }
}

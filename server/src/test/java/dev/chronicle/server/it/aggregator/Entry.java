package dev.chronicle.server.it.aggregator;

import dev.chronicle.server.it.Client;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An event as a publisher writes it.
 *
 * @param payload JSON
 * @param timestamp JSON
 */
record Entry(String topic, String eventId, String source, String payload, String timestamp) {

    static final String PAYLOAD = "{\"message\":\"m\",\"timestamp\":\"2025-01-01T00:00:00\"}";

    static Entry of(String topic, String eventId) {
        return new Entry(topic, eventId, "source", PAYLOAD, "\"2025-01-01T00:00:00\"");
    }

    /** So many of a topic, with ids that begin with {@code prefix}. */
    static List<Entry> several(String topic, String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> of(topic, prefix + i)).toList();
    }

    Entry from(String otherSource) {
        return new Entry(topic, eventId, otherSource, payload, timestamp);
    }

    Entry withPayload(String json) {
        return new Entry(topic, eventId, source, json, timestamp);
    }

    Entry at(String json) {
        return new Entry(topic, eventId, source, payload, json);
    }

    String json() {
        return "{\"event_id\":%s,\"topic\":%s,\"source\":%s,\"payload\":%s,\"timestamp\":%s}"
                .formatted(quoted(eventId), quoted(topic), quoted(source), payload, timestamp);
    }

    private static String quoted(String text) {
        return Client.JSON.writeValueAsString(text);
    }

    /** The body of a request. */
    static String batch(Collection<Entry> entries) {
        return entries.stream()
                .map(Entry::json)
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }
}

package dev.chronicle.server.cli;

import dev.chronicle.server.http.Json;

import tools.jackson.core.JsonGenerator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Events for the aggregator that are made up from a seed: event number 7 of a seed has the same id,
 * topic, source and body whenever it is asked for. Threads may share it.
 *
 * @param seed what ids and contents follow from
 * @param topics to spread the events over, at random
 * @param started the time of event 0; each further one is a microsecond younger
 */
record MadeUpEvents(long seed, List<String> topics, Instant started) {

    private static final int SOURCES = 8;
    private static final List<String> MESSAGES =
            List.of(
                    "user %d logged in",
                    "order %d was paid",
                    "cache miss for key %d",
                    "request took %d ms",
                    "retrying job %d",
                    "%d rows imported");

    MadeUpEvents {
        topics = List.copyOf(topics);
    }

    /** The body of a request with the events at some places, in UTF-8. */
    byte[] batch(EventOrder order, long firstPlace, int count) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeArrayPropertyStart("events");
                    for (long place = firstPlace; place < firstPlace + count; place++) {
                        write(json, order.eventAt(place));
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private void write(JsonGenerator json, long number) {
        SplittableRandom random = EventOrder.randomAt(~seed, number);
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        String time = started.plus(number, ChronoUnit.MICROS).toString();
        json.writeStartObject();
        json.writeStringProperty("event_id", id);
        json.writeStringProperty("topic", topics.get(random.nextInt(topics.size())));
        json.writeStringProperty("source", "service-" + (1 + random.nextInt(SOURCES)));
        json.writeObjectPropertyStart("payload");
        json.writeStringProperty(
                "message",
                MESSAGES.get(random.nextInt(MESSAGES.size())).formatted(random.nextInt(100_000)));
        json.writeStringProperty("timestamp", time);
        json.writeNumberProperty("number", number);
        json.writeEndObject();
        json.writeStringProperty("timestamp", time);
        json.writeEndObject();
    }
}

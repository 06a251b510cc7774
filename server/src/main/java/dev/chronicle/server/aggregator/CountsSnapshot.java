package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;
import dev.chronicle.server.http.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.Map;
import java.util.SortedMap;

/**
 * The counts as of a position, kept in the log itself, so that opening it need not count everything
 * again. JSON: {@code
 * {"position":p,"topics":{"<topic>":[processed,dropped,failed]},"workers":{…}}}.
 *
 * @param position everything up to here is counted
 */
record CountsSnapshot(Position position, Counts counts) {

    static final StreamId STREAM = new StreamId("aggregator", "counts");
    private static final String TYPE = "LogEventsCounted";

    NewEvent toEvent() {
        return NewEvent.of(STREAM, TYPE)
                .data(EventData.of(EventData.JSON, Json.bytes(this::write)))
                .build();
    }

    private void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("position", position.value());
        write(json, "topics", counts.topics());
        write(json, "workers", counts.workers());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, SortedMap<?, Tally> tallies) {
        json.writeObjectPropertyStart(name);
        for (Map.Entry<?, Tally> each : tallies.entrySet()) {
            Tally tally = each.getValue();
            json.writeName(each.getKey().toString());
            json.writeArray(new long[] {tally.processed(), tally.dropped(), tally.failed()}, 0, 3);
        }
        json.writeEndObject();
    }

    /**
     * @throws IllegalStateException if the event is not such a snapshot
     */
    static CountsSnapshot of(Event event) {
        byte[] data = event.data().toByteArray();
        try (JsonParser json = Json.parser(data, data.length)) {
            expect(JsonToken.START_OBJECT, json.nextToken());
            json.nextName();
            json.nextToken();
            Position position = new Position(json.getLongValue());
            Counts counts = new Counts();
            json.nextName();
            expect(JsonToken.START_OBJECT, json.nextToken());
            for (String topic = json.nextName(); topic != null; topic = json.nextName()) {
                counts.addTopic(topic, tally(json));
            }
            json.nextName();
            expect(JsonToken.START_OBJECT, json.nextToken());
            for (String worker = json.nextName(); worker != null; worker = json.nextName()) {
                counts.addWorker(Integer.parseInt(worker), tally(json));
            }
            return new CountsSnapshot(position, counts);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "a snapshot of the aggregator's counts cannot be read: position="
                            + event.position(),
                    e);
        }
    }

    private static Tally tally(JsonParser json) {
        expect(JsonToken.START_ARRAY, json.nextToken());
        Tally tally =
                new Tally(json.nextLongValue(0), json.nextLongValue(0), json.nextLongValue(0));
        expect(JsonToken.END_ARRAY, json.nextToken());
        return tally;
    }

    private static void expect(JsonToken expected, JsonToken found) {
        if (expected != found) {
            throw new IllegalStateException(
                    "a snapshot of the aggregator's counts has " + found + " for " + expected);
        }
    }
}

package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.server.http.Json;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The counts as of a position, kept in the log itself, so that opening it need not count everything
 * again. JSON: {@code
 * {"position":p,"topics":[["<topic>",processed,dropped,failed],…],"workers":[["<number>",…],…]}}.
 * Topics are values and not the names of properties, which the parser allows only so long.
 *
 * @param position everything up to here is counted
 */
record CountsSnapshot(Position position, Counts counts) {

    static final StreamId STREAM = new StreamId("aggregator", "counts");
    private static final Logger log = LoggerFactory.getLogger(CountsSnapshot.class);
    private static final String TYPE = "LogEventsCounted";

    /** The newest in the log; if there is none that can be read, that of a log without events. */
    static CountsSnapshot newest(EventStore store) {
        try (Stream<Event> newest =
                store.read(Query.stream(STREAM), Position.END, 1, Direction.BACKWARDS)) {
            return newest.findFirst().map(CountsSnapshot::of).orElseGet(CountsSnapshot::nothing);
        } catch (IllegalStateException e) {
            log.warn("The counts that were kept cannot be read: everything is counted again", e);
            return nothing();
        }
    }

    private static CountsSnapshot nothing() {
        return new CountsSnapshot(Position.START, new Counts());
    }

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
        json.writeArrayPropertyStart(name);
        for (Map.Entry<?, Tally> each : tallies.entrySet()) {
            Tally tally = each.getValue();
            json.writeStartArray();
            json.writeString(each.getKey().toString());
            json.writeNumber(tally.processed());
            json.writeNumber(tally.dropped());
            json.writeNumber(tally.failed());
            json.writeEndArray();
        }
        json.writeEndArray();
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
            read(json, counts::addTopic);
            read(json, (worker, tally) -> counts.addWorker(Integer.parseInt(worker), tally));
            return new CountsSnapshot(position, counts);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "a snapshot of the aggregator's counts cannot be read: position="
                            + event.position(),
                    e);
        }
    }

    private static void read(JsonParser json, BiConsumer<String, Tally> tallies) {
        json.nextName();
        expect(JsonToken.START_ARRAY, json.nextToken());
        while (json.nextToken() == JsonToken.START_ARRAY) {
            expect(JsonToken.VALUE_STRING, json.nextToken());
            String name = json.getString();
            tallies.accept(
                    name,
                    new Tally(json.nextLongValue(0), json.nextLongValue(0), json.nextLongValue(0)));
            expect(JsonToken.END_ARRAY, json.nextToken());
        }
        expect(JsonToken.END_ARRAY, json.currentToken());
    }

    private static void expect(JsonToken expected, JsonToken found) {
        if (expected != found) {
            throw new IllegalStateException(
                    "a snapshot of the aggregator's counts has " + found + " for " + expected);
        }
    }
}

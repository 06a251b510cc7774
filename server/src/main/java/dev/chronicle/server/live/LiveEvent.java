package dev.chronicle.server.live;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.Tag;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.Timestamps;

import tools.jackson.core.JsonGenerator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * How an event looks to those who watch the log: one line of JSON. Its data stands there as it is
 * stored if it is JSON, line ends between its tokens turned into spaces; otherwise in base 64.
 */
final class LiveEvent {

    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] BASE_64 = ascii(",\"data_base64\":\"");
    private static final byte[] END = ascii("}");
    private static final byte[] QUOTE_END = ascii("\"}");

    private LiveEvent() {}

    /** The line, in parts, so that large data is not copied again. */
    static byte[][] line(Event event) {
        byte[] envelope = Json.bytes(json -> writeEnvelope(json, event));
        if (event.data().size() == 0) {
            return new byte[][] {envelope, END};
        }
        byte[] data = event.data().toByteArray();
        // programs may store whatever they like and call it JSON
        if (event.data().contentType().equals(EventData.JSON) && Json.isValid(data, data.length)) {
            Json.putOnOneLine(data, data.length);
            return new byte[][] {envelope, DATA, data, END};
        }
        return new byte[][] {envelope, BASE_64, Base64.getEncoder().encode(data), QUOTE_END};
    }

    /** Everything but the data; the object stays open. */
    private static void writeEnvelope(JsonGenerator json, Event event) {
        json.writeStartObject();
        json.writeNumberProperty("position", event.position().value());
        json.writeStringProperty("id", event.id().value());
        json.writeStringProperty("stream", event.stream().toString());
        json.writeNumberProperty("sequence", event.sequence());
        json.writeStringProperty("type", event.type());
        json.writeStringProperty("time", event.time().toString());
        json.writeStringProperty("recorded_at", Timestamps.format(event.recordedAt()));
        json.writeArrayPropertyStart("tags");
        for (Tag tag : event.tags()) {
            json.writeString(tag.toString());
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("metadata");
        for (Map.Entry<String, String> entry : event.metadata().entrySet()) {
            json.writeStringProperty(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeStringProperty("content_type", event.data().contentType());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

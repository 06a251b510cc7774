package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.Utf8;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.time.Instant;
import java.util.List;

/**
 * Reads the events of one request, one after the other. Keys it does not know are skipped, whatever
 * they hold; those of a payload remain in its bytes. Not for several threads at once.
 */
final class EventReader {

    private final JsonParser json;
    private final byte[] body;
    private final ValidationErrors errors;
    private final RepeatedText topics = new RepeatedText();
    private final RepeatedText sources = new RepeatedText();

    private final Field eventIdField = new Field("event_id");
    private final Field topicField = new Field("topic");
    private final Field sourceField = new Field("source");
    private final Field payloadField = new Field("payload");
    private final Field payloadMessageField = new Field("payload", "message");
    private final Field payloadTimeField = new Field("payload", "timestamp");
    private final Field timeField = new Field("timestamp");

    private String eventId = "";
    private String topic = "";
    private String source = "";
    private Instant time = Instant.EPOCH;
    private int payloadFrom;
    private int payloadTo;

    EventReader(JsonParser json, byte[] body, ValidationErrors errors) {
        this.json = json;
        this.body = body;
        this.errors = errors;
    }

    /** Reads the value that the parser stands at: one more event, or what is wrong with it. */
    void read(int index, List<PublishedEvent> events) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            RawJson value = RawJson.current(json, body);
            errors.add(Fault.NOT_AN_OBJECT, value, "body", "events", index);
            return;
        }
        int from = RawJson.start(json);
        clear();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            field(name);
        }
        if (isValid()) {
            int payloadLength = payloadTo - payloadFrom;
            events.add(
                    new PublishedEvent(eventId, topic, source, time, payloadFrom, payloadLength));
        } else {
            report(index, new RawJson(body, from, RawJson.end(json)));
        }
    }

    private void clear() {
        eventIdField.clear();
        topicField.clear();
        sourceField.clear();
        payloadField.clear();
        timeField.clear();
    }

    private void field(String name) {
        switch (name) {
            case "event_id" -> readEventId();
            case "topic" -> topic = repeated(topicField, topics, topic);
            case "source" -> source = repeated(sourceField, sources, source);
            case "payload" -> readPayload();
            case "timestamp" -> time = time(timeField);
            default -> json.skipChildren();
        }
    }

    private void readEventId() {
        if (isString(eventIdField)) {
            eventId = json.getString();
            requireUnicode(eventIdField, eventId);
        }
    }

    private String repeated(Field field, RepeatedText known, String otherwise) {
        if (!isString(field)) {
            return otherwise;
        }
        String text =
                known.of(
                        json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
        requireUnicode(field, text);
        return text;
    }

    private boolean isString(Field field) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return true;
        }
        wrong(field, Fault.NOT_A_STRING);
        return false;
    }

    private void requireUnicode(Field field, String text) {
        if (Utf8.isWellFormed(text)) {
            field.valid();
        } else {
            wrong(field, Fault.NOT_UNICODE);
        }
    }

    private void readPayload() {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            wrong(payloadField, Fault.NOT_AN_OBJECT);
            return;
        }
        payloadFrom = RawJson.start(json);
        payloadMessageField.clear();
        payloadTimeField.clear();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            payloadField(name);
        }
        payloadTo = RawJson.end(json);
        payloadField.valid();
    }

    private void payloadField(String name) {
        switch (name) {
            case "message" -> {
                // kept as the bytes that came, so it is not even decoded
                if (isString(payloadMessageField)) {
                    payloadMessageField.valid();
                }
            }
            case "timestamp" -> time(payloadTimeField);
            default -> json.skipChildren();
        }
    }

    private Instant time(Field field) {
        JsonToken token = json.currentToken();
        boolean text = token == JsonToken.VALUE_STRING;
        if (!text && !token.isNumeric()) {
            wrong(field, Fault.NOT_A_TIME);
            return Instant.EPOCH;
        }
        char[] chars = json.getStringCharacters();
        int offset = json.getStringOffset();
        int length = json.getStringLength();
        try {
            field.valid();
            return text
                    ? EventTime.ofText(chars, offset, length)
                    : EventTime.ofNumber(chars, offset, length);
        } catch (InvalidValueException e) {
            wrong(field, e.fault());
            return Instant.EPOCH;
        }
    }

    private boolean isValid() {
        return eventIdField.isValid()
                && topicField.isValid()
                && sourceField.isValid()
                && payloadField.isValid()
                && payloadMessageField.isValid()
                && payloadTimeField.isValid()
                && timeField.isValid();
    }

    /** In the order in which the fields are declared, not that of the keys. */
    private void report(int index, RawJson event) {
        eventIdField.report(errors, index, event);
        topicField.report(errors, index, event);
        sourceField.report(errors, index, event);
        if (payloadField.isValid()) {
            RawJson payload = new RawJson(body, payloadFrom, payloadTo);
            payloadMessageField.report(errors, index, payload);
            payloadTimeField.report(errors, index, payload);
        } else {
            payloadField.report(errors, index, event);
        }
        timeField.report(errors, index, event);
    }

    private void wrong(Field field, Fault fault) {
        field.wrong(fault, RawJson.current(json, body));
    }
}

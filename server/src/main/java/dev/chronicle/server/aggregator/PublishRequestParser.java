package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.JsonFault;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.Utf8;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the body of {@code POST /publish} in one pass: {@code
 * {"events":[{event_id,topic,source,payload:{message,timestamp,…},timestamp}]}}. All of it is
 * valid, or every error is told as {@link ValidationErrors} does; that it is not JSON comes before
 * them.
 */
final class PublishRequestParser {

    private final JsonParser json;
    private final byte[] body;
    private final ValidationErrors errors = new ValidationErrors();
    private final EventReader reader;
    private final List<PublishedEvent> events = new ArrayList<>();

    private PublishRequestParser(JsonParser json, byte[] body) {
        this.json = json;
        this.body = body;
        reader = new EventReader(json, body, errors);
    }

    /**
     * @param body the bytes, from 0; what is found keeps them
     * @throws Problem 422, if it is not what it must be
     */
    static PublishRequest parse(byte[] body, int length) {
        if (length == 0) {
            throw ValidationErrors.problem(Fault.MISSING, RawJson.NULL, "body");
        }
        int invalid = Utf8.firstInvalid(body, length);
        if (invalid >= 0) {
            throw notJson(invalid, "not UTF-8");
        }
        try (JsonParser json = Json.parser(body, length)) {
            return parse(json, body, length);
        }
    }

    private static PublishRequest parse(JsonParser json, byte[] body, int length) {
        try {
            return new PublishRequestParser(json, body).request();
        } catch (JacksonException e) {
            JsonFault fault = JsonFault.of(e, json, length);
            throw notJson(fault.offset(), fault.reason());
        }
    }

    private PublishRequest request() {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw notJson(json.currentLocation().getByteOffset(), "Expecting value");
        }
        readBody(first);
        if (json.nextToken() != null) {
            throw notJson(json.currentTokenLocation().getByteOffset(), "Extra data");
        }
        if (!errors.isEmpty()) {
            throw errors.problem();
        }
        return new PublishRequest(body, events);
    }

    private void readBody(JsonToken first) {
        if (first == JsonToken.VALUE_NULL) {
            errors.add(Fault.MISSING, RawJson.NULL, "body");
        } else if (first != JsonToken.START_OBJECT) {
            errors.add(Fault.NOT_AN_OBJECT, RawJson.current(json, body), "body");
        } else {
            readFields();
        }
    }

    private void readFields() {
        int from = RawJson.start(json);
        boolean given = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            if (name.equals("events")) {
                given = true;
                readEvents();
            } else {
                json.skipChildren();
            }
        }
        if (!given) {
            RawJson all = new RawJson(body, from, RawJson.end(json));
            errors.add(Fault.MISSING, all, "body", "events");
        }
    }

    /** Of a key that is given twice the last one counts, also in what is wrong with it. */
    private void readEvents() {
        events.clear();
        errors.clear();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            errors.add(Fault.NOT_A_LIST, RawJson.current(json, body), "body", "events");
            return;
        }
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
            if (errors.isFull()) {
                json.skipChildren();
            } else {
                reader.read(index, events);
            }
        }
    }

    private static Problem notJson(long offset, String reason) {
        return ValidationErrors.problem(
                Fault.notJson(reason), RawJson.EMPTY_OBJECT, "body", (int) offset);
    }
}

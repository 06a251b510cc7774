package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.Json;

import tools.jackson.core.JsonParser;

import java.nio.charset.StandardCharsets;

/**
 * A JSON value as bytes that are not looked into.
 *
 * @param bytes where it lies, in UTF-8
 * @param from its first byte
 * @param to behind its last byte
 */
@SuppressWarnings("ArrayRecordComponent")
record RawJson(byte[] bytes, int from, int to) {

    static final RawJson NULL = literal("null");
    static final RawJson EMPTY_OBJECT = literal("{}");

    /** A string. A surrogate without its partner becomes a question mark. */
    static RawJson string(String value) {
        byte[] bytes = Json.bytes(json -> json.writeString(value));
        return new RawJson(bytes, 0, bytes.length);
    }

    /** The value that the parser of these bytes stands at; it moves to the end of it. */
    static RawJson current(JsonParser json, byte[] bytes) {
        int from = start(json);
        return new RawJson(bytes, from, end(json));
    }

    /** Where the value begins that the parser stands at. */
    static int start(JsonParser json) {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    /** Where it ends; the parser moves there. */
    static int end(JsonParser json) {
        json.skipChildren();
        json.finishToken();
        return (int) json.currentLocation().getByteOffset();
    }

    private static RawJson literal(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new RawJson(bytes, 0, bytes.length);
    }

    int length() {
        return to - from;
    }

    @Override
    public String toString() {
        return new String(bytes, from, length(), StandardCharsets.UTF_8);
    }
}

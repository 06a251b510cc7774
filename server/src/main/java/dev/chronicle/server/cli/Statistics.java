package dev.chronicle.server.cli;

import dev.chronicle.server.http.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.Optional;

/**
 * The counters of an aggregator, as {@code GET /stats} shows them.
 *
 * @param received events that were delivered
 * @param unique those of them that were new
 * @param dropped those that were there already
 */
record Statistics(long received, long unique, long dropped) {

    /** Reads an answer; nothing if it is none. */
    static Optional<Statistics> parse(byte[] body) {
        try (JsonParser json = Json.parser(body, body.length)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Statistics> read(JsonParser json) {
        long received = -1;
        long unique = -1;
        long dropped = -1;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                switch (name) {
                    case "received" -> received = json.getLongValue();
                    case "unique_processed" -> unique = json.getLongValue();
                    case "duplicated_dropped" -> dropped = json.getLongValue();
                    default -> {}
                }
            } else {
                json.skipChildren();
            }
        }
        return received < 0 || unique < 0 || dropped < 0
                ? Optional.empty()
                : Optional.of(new Statistics(received, unique, dropped));
    }

    /** What was counted since an earlier look. */
    Statistics since(Statistics earlier) {
        return new Statistics(
                received - earlier.received, unique - earlier.unique, dropped - earlier.dropped);
    }
}

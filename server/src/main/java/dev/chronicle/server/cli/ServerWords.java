package dev.chronicle.server.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** What a server says in the body of its answer, for people to read. */
final class ServerWords {

    private static final int LONGEST = 300;
    private static final int MOST_ERRORS = 3;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ServerWords() {}

    /** How many events it says it has taken; -1 if it does not say. */
    static int eventsCount(byte[] body) {
        try {
            return JSON.readTree(body).path("events_count").asInt(-1);
        } catch (JacksonException e) {
            return -1;
        }
    }

    /**
     * Why it has refused, in one line of at most 300 characters: its {@code detail} or {@code
     * error}, of a list of errors the first three with the place they are at; or else the body as
     * it is.
     */
    static String detail(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            JsonNode answer = JSON.readTree(body);
            JsonNode detail = answer.path(answer.has("detail") ? "detail" : "error");
            if (detail.isString()) {
                text = detail.stringValue();
            } else if (detail.isArray() && !detail.isEmpty()) {
                text = errors(detail);
            }
        } catch (JacksonException e) {
            // no JSON: then as it is
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private static String errors(JsonNode errors) {
        StringJoiner line = new StringJoiner("; ");
        errors.valueStream().limit(MOST_ERRORS).forEach(error -> line.add(error(error)));
        int left = errors.size() - MOST_ERRORS;
        return left > 0 ? line + "; and %,d more".formatted(left) : line.toString();
    }

    private static String error(JsonNode error) {
        StringJoiner place = new StringJoiner(".");
        error.path("loc").forEach(step -> place.add(step.asString("?")));
        return place + ": " + error.path("msg").asString(error.toString());
    }
}

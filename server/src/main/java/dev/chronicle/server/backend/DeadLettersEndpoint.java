package dev.chronicle.server.backend;

import dev.chronicle.channel.ChannelException;
import dev.chronicle.channel.redis.DeadLetter;
import dev.chronicle.channel.redis.DeadLetters;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.Timestamps;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /queues/dead-letters}: what no consumer could handle; to be looked at, and replayed. */
public final class DeadLettersEndpoint {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1000;
    private static final int SHOWN = 2000;

    private final Queues queues;

    public DeadLettersEndpoint(Queues queues) {
        this.queues = queues;
    }

    private record Listed(long count, List<DeadLetter> newest) {}

    /** Lists the newest of each queue, or of one. */
    public void list(ServerRequest request, ServerResponse response) {
        UriQuery query = request.prologue().query();
        int limit = limit(query);
        Map<String, Listed> listed = new TreeMap<>();
        try {
            chosen(query)
                    .forEach(
                            (name, letters) ->
                                    listed.put(
                                            name,
                                            letters.map(it -> look(it, limit))
                                                    .orElse(new Listed(0, List.of()))));
        } catch (ChannelException e) {
            throw Problem.unavailable(e.getMessage());
        }
        Answer.json(request, response, Status.OK_200, Json.bytes(json -> write(json, listed)));
    }

    private static Listed look(DeadLetters letters, int limit) {
        return new Listed(letters.count(), letters.newest(limit));
    }

    private Map<String, Optional<DeadLetters>> chosen(UriQuery query) {
        if (!query.contains("queue")) {
            return queues.deadLetters();
        }
        String name = query.get("queue");
        Optional<DeadLetters> found = queues.deadLetters().get(name);
        if (found == null) {
            throw Problem.badQuery(
                    "queue", "must be one of " + String.join(", ", queues.deadLetters().keySet()));
        }
        return Map.of(name, found);
    }

    private static int limit(UriQuery query) {
        if (!query.contains("limit")) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(query.get("limit"));
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // falls through: the answer is the same
        }
        throw Problem.badQuery("limit", "must be 1 to " + MAX_LIMIT + ": " + query.get("limit"));
    }

    private static void write(JsonGenerator json, Map<String, Listed> queues) {
        json.writeStartObject();
        json.writeArrayPropertyStart("queues");
        queues.forEach(
                (name, listed) -> {
                    json.writeStartObject();
                    json.writeStringProperty("queue", name);
                    json.writeNumberProperty("count", listed.count());
                    json.writeArrayPropertyStart("dead_letters");
                    listed.newest().forEach(letter -> write(json, letter));
                    json.writeEndArray();
                    json.writeEndObject();
                });
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, DeadLetter letter) {
        byte[] body = letter.body();
        json.writeStartObject();
        json.writeStringProperty("id", letter.id());
        json.writeStringProperty("buried_at", Timestamps.format(letter.buriedAt()));
        json.writeNumberProperty("attempts", letter.attempts());
        json.writeStringProperty("reason", letter.reason());
        json.writeNumberProperty("bytes", body.length);
        json.writeStringProperty(
                "message",
                new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8));
        json.writeEndObject();
    }

    /** Puts one, or every one there is now, at the end of its queue again. */
    public void replay(ServerRequest request, ServerResponse response) {
        UriQuery query = request.prologue().query();
        if (!query.contains("queue")) {
            throw Problem.badQuery("queue", "must be given");
        }
        int replayed = 0;
        try {
            for (Optional<DeadLetters> letters : chosen(query).values()) {
                replayed += query.contains("id") ? one(letters, query.get("id")) : all(letters);
            }
        } catch (ChannelException e) {
            throw Problem.unavailable(e.getMessage());
        }
        int count = replayed;
        byte[] body =
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            json.writeNumberProperty("replayed", count);
                            json.writeEndObject();
                        });
        Answer.json(request, response, Status.OK_200, body);
    }

    private static int one(Optional<DeadLetters> letters, String id) {
        try {
            if (letters.isPresent() && letters.get().replay(id)) {
                return 1;
            }
        } catch (IllegalArgumentException e) {
            throw Problem.badQuery("id", "is not the id of a dead letter");
        }
        throw new Problem(Status.NOT_FOUND_404, "Not Found", "there is no such dead letter: " + id);
    }

    /** Not those that come back meanwhile. */
    private static int all(Optional<DeadLetters> letters) {
        int replayed = 0;
        for (String id : letters.map(DeadLetters::ids).orElse(List.of())) {
            replayed += letters.orElseThrow().replay(id) ? 1 : 0;
        }
        return replayed;
    }
}

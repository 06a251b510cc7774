package dev.chronicle.server.live;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.Utf8;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.Status;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a {@code GET /events/stream} asks for. An unknown parameter is refused: a filter that was
 * mistyped would let everything through.
 *
 * @param query which events
 * @param after the position behind which to begin; {@link Position#END} for what comes from now on
 */
record LiveRequest(Query query, Position after) {

    private static final String STREAM = "stream";
    private static final String TYPE = "type";
    private static final String TAG = "tag";
    private static final String AFTER = "after";
    private static final Set<String> KNOWN = Set.of(STREAM, TYPE, TAG, AFTER);

    /**
     * @param lastEventId what the client has seen last, if it was here before; wins over {@code
     *     after}
     * @throws Problem 400, naming the parameter that is wrong
     */
    static LiveRequest parse(UriQuery parameters, Optional<String> lastEventId) {
        for (String name : parameters.names()) {
            if (!KNOWN.contains(name)) {
                throw Problem.badQuery(name, "is none of stream, type, tag and after");
            }
        }
        return new LiveRequest(
                query(parameters),
                lastEventId.map(LiveRequest::lastSeen).orElseGet(() -> after(parameters)));
    }

    private static Query query(UriQuery parameters) {
        Query.Item item = Query.Item.ANY;
        Optional<String> stream = once(parameters, STREAM);
        if (stream.isPresent()) {
            item = item.in(parsed(STREAM, stream.get(), StreamId::parse));
        }
        List<String> types = values(parameters, TYPE);
        List<Tag> tags =
                values(parameters, TAG).stream()
                        .map(text -> parsed(TAG, text, Tag::parse))
                        .toList();
        if (types.size() + tags.size() > Query.MAX_ITEMS) {
            throw Problem.badQuery("type and tag", "are more than " + Query.MAX_ITEMS);
        }
        return Query.anyOf(new Query.Item(item.stream(), Set.copyOf(types), Set.copyOf(tags)));
    }

    private static <T> T parsed(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badQuery(name, "makes no sense: " + e.getMessage());
        }
    }

    private static Optional<String> once(UriQuery parameters, String name) {
        List<String> values = values(parameters, name);
        if (values.size() > 1) {
            throw Problem.badQuery(name, "is given more than once");
        }
        return values.stream().findFirst();
    }

    private static List<String> values(UriQuery parameters, String name) {
        if (!parameters.contains(name)) {
            return List.of();
        }
        List<String> values = parameters.all(name);
        for (String value : values) {
            if (!Utf8.isWellFormed(value) || value.indexOf('\ufffd') >= 0) {
                throw Problem.badQuery(name, "is not UTF-8");
            }
        }
        return values;
    }

    private static Position after(UriQuery parameters) {
        Optional<String> text = once(parameters, AFTER);
        if (text.isEmpty()) {
            return Position.START;
        }
        if (text.get().equals("end")) {
            return Position.END;
        }
        return position(text.get())
                .orElseThrow(
                        () -> Problem.badQuery(AFTER, "must be a position or end: " + text.get()));
    }

    private static Position lastSeen(String text) {
        return position(text)
                .orElseThrow(
                        () ->
                                new Problem(
                                        Status.BAD_REQUEST_400,
                                        "Invalid request",
                                        "the header Last-Event-ID must be a position: " + text));
    }

    private static Optional<Position> position(String text) {
        try {
            long value = Long.parseLong(text);
            return value >= 0 && value < Long.MAX_VALUE
                    ? Optional.of(new Position(value))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

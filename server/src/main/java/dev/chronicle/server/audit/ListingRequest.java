package dev.chronicle.server.audit;

import dev.chronicle.event.Query;
import dev.chronicle.event.Tag;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.Timestamps;
import dev.chronicle.server.http.Utf8;
import dev.chronicle.store.Direction;

import io.helidon.common.uri.UriQuery;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The query of a {@code GET /events}. Parameters it does not know are ignored, those it knows must
 * be right and given once.
 *
 * @param query which records
 * @param from recorded at this instant or later
 * @param to recorded at this instant or earlier
 * @param direction the order
 * @param limit the most records, for a page
 * @param after the position the page begins behind
 */
record ListingRequest(
        Query query,
        Optional<Instant> from,
        Optional<Instant> to,
        Direction direction,
        OptionalInt limit,
        OptionalLong after) {

    private static final int MAX_LIMIT = 10_000;
    private static final int RADIX = 36;

    /**
     * @throws Problem 400, naming the parameter that is wrong
     */
    static ListingRequest parse(UriQuery parameters) {
        return new ListingRequest(
                query(parameters),
                value(parameters, "from").map(text -> time("from", text, Timestamps::first)),
                value(parameters, "to").map(text -> time("to", text, Timestamps::last)),
                direction(value(parameters, "order").orElse("desc")),
                limit(value(parameters, "limit")),
                after(value(parameters, "after")));
    }

    private static Query query(UriQuery parameters) {
        Optional<String> type = value(parameters, AuditRecord.RESOURCE_TYPE);
        Optional<String> id = value(parameters, AuditRecord.RESOURCE_ID);
        List<Tag> tags = new ArrayList<>();
        value(parameters, AuditRecord.ACTOR)
                .ifPresent(actor -> tags.add(new Tag(AuditRecord.ACTOR, actor)));
        value(parameters, AuditRecord.ACTION)
                .ifPresent(action -> tags.add(new Tag(AuditRecord.ACTION, action)));
        type.ifPresent(it -> tags.add(new Tag(AuditRecord.RESOURCE_TYPE, it)));
        id.ifPresent(it -> tags.add(new Tag(AuditRecord.RESOURCE_ID, it)));
        if (type.isPresent() && id.isPresent()) {
            tags.add(AuditRecord.resource(type.get(), id.get()));
        }
        return Query.anyOf(Query.Item.ANY.in(AuditRecord.STREAM).tagged(tags.toArray(new Tag[0])));
    }

    private static Optional<String> value(UriQuery parameters, String name) {
        if (!parameters.contains(name)) {
            return Optional.empty();
        }
        List<String> values = parameters.all(name);
        if (values.size() > 1) {
            throw Problem.badQuery(name, "is given more than once");
        }
        String value = values.isEmpty() ? "" : values.getFirst();
        if (!Utf8.isWellFormed(value) || value.indexOf('\ufffd') >= 0) {
            throw Problem.badQuery(name, "is not UTF-8");
        }
        return Optional.of(value);
    }

    private static Instant time(String name, String text, Function<String, Instant> parse) {
        try {
            return parse.apply(text);
        } catch (DateTimeException e) {
            throw Problem.badQuery(name, "must be an ISO-8601 time: " + text);
        }
    }

    private static Direction direction(String order) {
        return switch (order) {
            case "asc" -> Direction.FORWARDS;
            case "desc" -> Direction.BACKWARDS;
            default -> throw Problem.badQuery("order", "must be asc or desc: " + order);
        };
    }

    private static OptionalInt limit(Optional<String> text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int limit = Integer.parseInt(text.get());
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return OptionalInt.of(limit);
            }
        } catch (NumberFormatException e) {
            // falls through: the answer is the same
        }
        throw Problem.badQuery("limit", "must be 1 to " + MAX_LIMIT + ": " + text.get());
    }

    private static OptionalLong after(Optional<String> text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long position = Long.parseLong(text.get(), RADIX);
            if (position >= 0) {
                return OptionalLong.of(position);
            }
        } catch (NumberFormatException e) {
            // falls through: the answer is the same
        }
        throw Problem.badQuery("after", "is not from a Link header: " + text.get());
    }

    /** How {@code after} says a position. */
    static String token(long position) {
        return Long.toString(position, RADIX);
    }
}

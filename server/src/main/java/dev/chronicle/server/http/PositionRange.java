package dev.chronicle.server.http;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The positions that lie between two recorded times, by binary search: recorded times never
 * decrease along positions.
 *
 * @param first the lowest position
 * @param last the highest; below {@code first} if there is none
 */
public record PositionRange(long first, long last) {

    public static PositionRange of(EventStore store, Optional<Instant> from, Optional<Instant> to) {
        if (from.isEmpty() && to.isEmpty()) {
            return new PositionRange(1, Position.END.value() - 1);
        }
        long head = newest(store);
        long first =
                from.map(time -> firstWhere(store, head, event -> !event.isBefore(time)))
                        .orElse(1L);
        long last =
                to.map(time -> firstWhere(store, head, event -> event.isAfter(time)) - 1)
                        .orElse(head);
        return new PositionRange(first, last);
    }

    /** Read, and not asked for: another process may have written it. */
    private static long newest(EventStore store) {
        try (Stream<Event> newest = store.read(Query.all(), Position.END, 1, Direction.BACKWARDS)) {
            return newest.findFirst().map(event -> event.position().value()).orElse(0L);
        }
    }

    /** The lowest position whose recorded time passes the test, head + 1 if none does. */
    private static long firstWhere(EventStore store, long head, Predicate<Instant> passes) {
        long low = 1;
        long high = head + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (passes.test(recordedAt(store, middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static Instant recordedAt(EventStore store, long position) {
        Position before = new Position(position - 1);
        try (Stream<Event> one = store.read(Query.all(), before, 1, Direction.FORWARDS)) {
            return one.findFirst().orElseThrow().recordedAt();
        }
    }

    /** The position to start reading behind, given that reading goes on behind {@code after}. */
    public Position start(Direction direction, OptionalLong after) {
        return switch (direction) {
            case FORWARDS -> new Position(Math.max(first - 1, after.orElse(0)));
            case BACKWARDS -> new Position(Math.min(last + 1, after.orElse(Long.MAX_VALUE)));
        };
    }

    public boolean contains(Event event) {
        long position = event.position().value();
        return first <= position && position <= last;
    }
}

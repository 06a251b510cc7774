package dev.chronicle.server.audit;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.server.http.PositionRange;
import dev.chronicle.store.EventStore;

import java.util.Iterator;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The records of one {@link ListingRequest}, as of the moment it is made. */
final class Listing {

    private final EventStore store;
    private final ListingRequest request;
    private final PositionRange range;

    Listing(EventStore store, ListingRequest request) {
        this.store = store;
        this.request = request;
        range = PositionRange.of(store, request.from(), request.to());
    }

    /** All of them, from where the request wants to go on. */
    Stream<Event> read() {
        return read(range.start(request.direction(), request.after()), Long.MAX_VALUE);
    }

    /** At most so many, from behind a position. */
    Stream<Event> read(Position after, long limit) {
        return store.read(request.query(), after, limit, request.direction())
                .takeWhile(range::contains);
    }

    /**
     * The position of the page's last record if there is one more behind it.
     *
     * @param limit the size of the page
     */
    OptionalLong lastOfFullPage(int limit) {
        Position start = range.start(request.direction(), request.after());
        try (Stream<Event> page = read(start, limit + 1L)) {
            long last = 0;
            int count = 0;
            for (Iterator<Event> events = page.iterator(); events.hasNext(); count++) {
                Event event = events.next();
                if (count == limit) {
                    return OptionalLong.of(last);
                }
                last = event.position().value();
            }
            return OptionalLong.empty();
        }
    }
}

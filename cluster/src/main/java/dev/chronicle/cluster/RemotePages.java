package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Direction;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Events of another node, asked for page by page as they are read. Not for several threads. */
final class RemotePages extends Spliterators.AbstractSpliterator<Event> {

    private final StoreCalls calls;
    private final Query query;
    private final Direction direction;
    private final Position bound;
    private final Runnable check;
    private Position after;
    private long left;
    private Iterator<Event> page;
    private boolean more = true;

    private RemotePages(
            StoreCalls calls, Query query, Direction direction, Position bound, Runnable check) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.calls = calls;
        this.query = query;
        this.direction = direction;
        this.bound = bound;
        this.check = check;
        after = Position.START;
        page = List.<Event>of().iterator();
    }

    /**
     * The events that are visible now.
     *
     * @param check throws if they may be read no more
     */
    static Stream<Event> read(
            StoreCalls calls,
            Query query,
            Position after,
            long limit,
            Direction direction,
            Runnable check) {
        RemotePages pages =
                new RemotePages(
                        calls, query, direction, RemoteEventStore.await(calls.head()), check);
        pages.after = after;
        pages.left = limit;
        return StreamSupport.stream(pages, false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Event> action) {
        check.run();
        if (left == 0) {
            return false;
        }
        if (!page.hasNext() && more) {
            StoreCalls.Page next =
                    RemoteEventStore.await(calls.read(query, after, bound, left, direction));
            more = next.more();
            page = next.events().iterator();
        }
        if (!page.hasNext()) {
            return false;
        }
        Event event = page.next();
        after = event.position();
        left--;
        action.accept(event);
        return true;
    }
}

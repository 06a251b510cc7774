package dev.chronicle.store.table;

import dev.chronicle.event.Event;
import dev.chronicle.event.Query;
import dev.chronicle.store.Direction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A read under way, page by page, so that it holds no connection and no transaction while its
 * reader takes its time. It sees what was visible when its first page was read. One thread at a
 * time.
 */
public final class PagedRead implements Spliterator<Event> {

    private static final int FIRST = 128;
    private static final int MOST = 1024;

    private final Function<Page.Request, Page> pages;
    private final Query query;
    private final Queue<Event> ready = new ArrayDeque<>();
    private Optional<Page.Request> next;
    private long left;

    /**
     * @param pages gives a page
     * @param after the position to begin behind
     */
    public PagedRead(
            Function<Page.Request, Page> pages,
            Query query,
            long after,
            long limit,
            Direction direction) {
        this.pages = pages;
        this.query = query;
        this.left = limit;
        int most = (int) Math.min(limit, FIRST);
        QueryKeys keys = QueryKeys.of(query);
        next =
                Optional.of(
                        switch (direction) {
                            case FORWARDS ->
                                    new Page.Request(keys, direction, after, Long.MAX_VALUE, most);
                            case BACKWARDS -> new Page.Request(keys, direction, 0, after, most);
                        });
    }

    @Override
    public boolean tryAdvance(Consumer<? super Event> action) {
        if (left <= 0) {
            return false;
        }
        while (ready.isEmpty() && next.isPresent()) {
            load(next.get());
        }
        Event event = ready.poll();
        if (event == null) {
            return false;
        }
        left--;
        action.accept(event);
        return true;
    }

    private void load(Page.Request request) {
        Page page = pages.apply(request);
        int most = Math.min(MOST, 4 * request.most());
        next = page.last() ? Optional.empty() : Optional.of(request.behind(page, most));
        ready.addAll(page.events(query));
    }

    @Override
    public @Nullable Spliterator<Event> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | DISTINCT | NONNULL | IMMUTABLE;
    }
}

package dev.chronicle.store.segment;

import dev.chronicle.event.Event;
import dev.chronicle.event.Query;
import dev.chronicle.store.Direction;

import org.jspecify.annotations.Nullable;

import java.util.Spliterator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A read under way: asks the index for candidates, loads their records, and hands out those that
 * match. One thread at a time.
 *
 * <p>It looks at the index afresh every so often, so that a slow reader keeps no old part of it
 * alive.
 */
final class SegmentRead implements Spliterator<Event> {

    private static final int CANDIDATES_PER_VIEW = 1024;

    /** So few events are looked through sooner than looked up. */
    private static final long FEW = 128;

    private final Log log;
    private final Index index;
    private final Query query;
    private final QueryKeys keys;
    private final Direction direction;
    private final RecordBuffer buffer = new RecordBuffer();

    /** The last position in reading order that may be handed out. */
    private final long lastPosition;

    private long nextPosition;
    private long left;
    private Positions candidates = Positions.EVERY;
    private int candidatesLeft;
    private boolean begun;

    /**
     * @param head the newest position to be seen
     * @param after the position to begin behind
     */
    SegmentRead(
            Log log,
            Index index,
            Query query,
            long head,
            long after,
            long limit,
            Direction direction) {
        this.log = log;
        this.index = index;
        this.query = query;
        this.keys = QueryKeys.of(query, index.hash());
        this.direction = direction;
        this.left = limit;
        nextPosition =
                switch (direction) {
                    case FORWARDS -> after == Long.MAX_VALUE ? after : after + 1;
                    case BACKWARDS -> Math.min(after - 1, head);
                };
        lastPosition =
                switch (direction) {
                    case FORWARDS -> head;
                    case BACKWARDS -> 1;
                };
    }

    @Override
    public boolean tryAdvance(Consumer<? super Event> action) {
        while (left > 0 && isInRange(nextPosition)) {
            long position = nextCandidate();
            if (position == Positions.NONE || !isInRange(position)) {
                break;
            }
            nextPosition =
                    switch (direction) {
                        case FORWARDS -> position + 1;
                        case BACKWARDS -> position - 1;
                    };
            log.load(position, buffer);
            Event event = buffer.event();
            if (query.matches(event)) {
                left--;
                action.accept(event);
                return true;
            }
        }
        left = 0;
        return false;
    }

    private boolean isInRange(long position) {
        return switch (direction) {
            case FORWARDS -> position <= lastPosition;
            case BACKWARDS -> position >= lastPosition;
        };
    }

    private long nextCandidate() {
        if (candidatesLeft-- == 0) {
            if (begun) {
                letOthersRun();
            }
            begun = true;
            candidatesLeft = CANDIDATES_PER_VIEW;
            candidates =
                    Math.abs(lastPosition - nextPosition) < FEW
                            ? Positions.EVERY
                            : keys.positions(index.view(), direction);
        }
        return candidates.seek(nextPosition);
    }

    /**
     * Nobody takes the processor from a virtual thread, and reading never blocks: a long read must
     * let others run. {@code yield} would not do, for its scheduler prefers threads that yielded to
     * those that were woken from outside; a thread that was parked goes to the end of the line.
     */
    private static void letOthersRun() {
        if (Thread.currentThread().isVirtual()) {
            LockSupport.parkNanos(1);
        }
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

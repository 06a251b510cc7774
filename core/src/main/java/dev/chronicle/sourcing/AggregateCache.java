package dev.chronicle.sourcing;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The aggregates used last, each with a lock that puts its commands in order. What is in use is
 * never dropped; of the rest, what was used longest ago is. Threads share it.
 */
final class AggregateCache<S> {

    /** An aggregate's lock, and its state as far as it is known. */
    static final class Cell<S> {

        final ReentrantLock lock = new ReentrantLock();
        private final String id;
        private int users;
        private volatile @Nullable Aggregate<S> known;
        private boolean overtaken;

        private Cell(String id) {
            this.id = id;
        }

        /** As it stood after some event, maybe not the last: others may have written since. */
        Optional<Aggregate<S>> known() {
            return Optional.ofNullable(known);
        }

        /** For the thread that holds the lock. */
        void know(Aggregate<S> aggregate) {
            known = aggregate;
            overtaken = false;
        }

        /** For the thread that holds the lock: it stood so once, and others have written since. */
        void knowOvertaken(Aggregate<S> aggregate) {
            known = aggregate;
            overtaken = true;
        }

        /** For the thread that holds the lock: whether what is known is certainly old. */
        boolean isOvertaken() {
            return overtaken;
        }

        /** For the thread that holds the lock: what is known may be wrong. */
        void forget() {
            known = null;
        }
    }

    private final int capacity;
    private final Map<String, Cell<S>> inUse = new HashMap<>();

    /** By when they were used last, longest ago first. */
    private final LinkedHashMap<String, Cell<S>> idle = new LinkedHashMap<>();

    /**
     * @param capacity how many are kept that are not in use
     */
    AggregateCache(int capacity) {
        this.capacity = capacity;
    }

    /** To be released. */
    synchronized Cell<S> acquire(String id) {
        Cell<S> cell = inUse.computeIfAbsent(id, this::keptOrNew);
        cell.users++;
        return cell;
    }

    private Cell<S> keptOrNew(String id) {
        Cell<S> kept = idle.remove(id);
        return kept == null ? new Cell<>(id) : kept;
    }

    synchronized void release(Cell<S> cell) {
        cell.users--;
        if (cell.users > 0) {
            return;
        }
        inUse.remove(cell.id);
        idle.putLast(cell.id, cell);
        if (idle.size() > capacity) {
            idle.pollFirstEntry();
        }
    }
}

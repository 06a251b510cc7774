package dev.chronicle.store.sqlite;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is to write to a file: SQLite lets one connection write at a time, and lets those
 * that wait try now and then, so that under load some would never have luck. The stores of this
 * process on one file stand in line here instead.
 */
final class Turn {

    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private Turn() {}

    static ReentrantLock of(Path file) {
        return LOCKS.computeIfAbsent(file, _ -> new ReentrantLock(true));
    }
}

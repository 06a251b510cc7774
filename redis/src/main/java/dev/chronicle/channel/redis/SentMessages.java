package dev.chronicle.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The messages sent here of which it is not known yet what became of them. Threads share it. */
final class SentMessages<T> {

    /** Without an id in Redis as long as it is being sent. */
    private record Sent<T>(T message, long nanos, String id) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** By the number they were sent with, and so in their order. */
    private final TreeMap<Long, Sent<T>> sent = new TreeMap<>();

    private long numbers;
    private long changes;

    /** Takes note of a message before it is sent. */
    long add(T message, long nanos) {
        lock.lock();
        try {
            sent.put(++numbers, new Sent<>(message, nanos, ""));
            return numbers;
        } finally {
            lock.unlock();
        }
    }

    /** It is in Redis, and has this id there. */
    void sent(long number, String id) {
        lock.lock();
        try {
            sent.computeIfPresent(number, (_, it) -> new Sent<>(it.message(), it.nanos(), id));
        } finally {
            lock.unlock();
        }
    }

    /** The numbers of those that are in Redis, by their ids there. */
    Map<String, Long> ids() {
        lock.lock();
        try {
            Map<String, Long> ids = new HashMap<>();
            sent.forEach(
                    (number, it) -> {
                        if (!it.id().isEmpty()) {
                            ids.put(it.id(), number);
                        }
                    });
            return ids;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return sent.size();
        } finally {
            lock.unlock();
        }
    }

    private void forgot() {
        changes++;
        changed.signalAll();
    }

    /** Forgets a message; empty if it was forgotten before. */
    Optional<T> remove(long number) {
        lock.lock();
        try {
            Sent<T> found = sent.remove(number);
            forgot();
            return found == null ? Optional.empty() : Optional.of(found.message());
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what was sent before a time. */
    List<T> removeBefore(long nanos) {
        lock.lock();
        try {
            List<T> old = new ArrayList<>();
            for (Iterator<Sent<T>> each = sent.values().iterator(); each.hasNext(); ) {
                Sent<T> candidate = each.next();
                if (candidate.nanos() - nanos < 0) {
                    old.add(candidate.message());
                    each.remove();
                }
            }
            forgot();
            return old;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything. */
    List<T> clear() {
        lock.lock();
        try {
            List<T> all = sent.values().stream().map(Sent::message).toList();
            sent.clear();
            forgot();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits a while until something is forgotten. */
    void awaitChange(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            long before = changes;
            while (changes == before && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits a while until everything is forgotten. */
    void awaitNone(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!sent.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}

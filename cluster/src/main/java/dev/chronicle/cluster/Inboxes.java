package dev.chronicle.cluster;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What other nodes have told and nobody has dealt with yet: of one sender and service one after the
 * other, in order; of different ones side by side, on virtual threads. What does not fit is
 * dropped. Threads share it.
 */
final class Inboxes {

    /** The most of one sender and service: 16 MiB. */
    static final long MAX_BYTES = 16L * 1024 * 1024;

    private final Map<Key, Inbox> inboxes = new HashMap<>();
    private final AtomicLong dropped = new AtomicLong();

    record Key(Member from, Service service) {}

    private record Item(long bytes, Runnable task) {}

    private static final class Inbox {
        private final ArrayDeque<Item> items = new ArrayDeque<>();
        private long bytes;
    }

    /** Has the task run, or drops it. */
    synchronized void put(Key key, int bytes, Runnable task) {
        Inbox inbox = inboxes.get(key);
        boolean idle = inbox == null;
        if (inbox == null) {
            inbox = new Inbox();
            inboxes.put(key, inbox);
        }
        long size = bytes + 100L;
        if (inbox.bytes + size > MAX_BYTES) {
            dropped.incrementAndGet();
            return;
        }
        inbox.bytes += size;
        inbox.items.add(new Item(size, task));
        if (idle) {
            Thread.ofVirtual().name("chronicle-inbox-" + key.from()).start(() -> run(key));
        }
    }

    /** How many were dropped so far. */
    long dropped() {
        return dropped.get();
    }

    private void run(Key key) {
        for (Item item = next(key); item != NONE; item = next(key)) {
            item.task.run();
        }
    }

    private static final Item NONE = new Item(0, () -> {});

    private synchronized Item next(Key key) {
        Inbox inbox = inboxes.get(key);
        if (inbox == null || inbox.items.isEmpty()) {
            inboxes.remove(key);
            return NONE;
        }
        Item item = inbox.items.remove();
        inbox.bytes -= item.bytes;
        return item;
    }
}

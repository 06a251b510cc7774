package dev.chronicle.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The messages of one priority in a {@link Mailbox}. Not for several threads. */
final class Lane {

    private final int capacity;
    private final long maxBytes;
    private ArrayDeque<Delivery> queue = new ArrayDeque<>();
    private long bytes;

    /** How many messages of higher priority went before its first one. */
    private int overtaken;

    Lane(int capacity, long maxBytes) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
    }

    /** A message larger than the lane has room in an empty one, so that no size blocks for ever. */
    boolean hasRoomFor(Delivery delivery) {
        return queue.isEmpty() || queue.size() < capacity && bytes + delivery.bytes() <= maxBytes;
    }

    void add(Delivery delivery) {
        queue.add(delivery);
        bytes += delivery.bytes();
    }

    Delivery remove() {
        Delivery first = queue.remove();
        bytes -= first.bytes();
        overtaken = 0;
        return first;
    }

    /** The first ones: where that is all, without touching each. */
    Collection<Delivery> remove(int max) {
        overtaken = 0;
        if (queue.size() <= max) {
            Collection<Delivery> all = queue;
            queue = new ArrayDeque<>();
            bytes = 0;
            return all;
        }
        List<Delivery> first = new ArrayList<>(max);
        while (first.size() < max) {
            first.add(remove());
        }
        return first;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    int overtaken() {
        return overtaken;
    }

    void overtake() {
        overtaken++;
    }

    void clear() {
        queue.clear();
        bytes = 0;
    }
}

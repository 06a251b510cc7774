package dev.chronicle.pubsub;

import java.util.ArrayDeque;

/** The messages of one priority in a {@link Mailbox}. Not for several threads. */
final class Lane {

    private final int capacity;
    private final long maxBytes;
    private final ArrayDeque<Delivery> queue = new ArrayDeque<>();
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

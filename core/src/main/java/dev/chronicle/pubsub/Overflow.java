package dev.chronicle.pubsub;

import java.time.Duration;

/** What becomes of a message for a subscriber whose queue is full. */
public sealed interface Overflow {

    /** The oldest messages of the same priority give way. */
    record DropOldest() implements Overflow {}

    /** The new one is not delivered to that subscriber. */
    record DropNewest() implements Overflow {}

    /**
     * The publisher waits for room, after everybody else has got the message, and then drops it.
     *
     * @param limit the longest wait of one publication, for all full queues together
     */
    record Block(Duration limit) implements Overflow {

        public Block {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a wait must be positive: limit=" + limit);
            }
        }
    }
}

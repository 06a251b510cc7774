package dev.chronicle.pubsub;

/**
 * How much may wait for a subscriber, of each priority.
 *
 * @param capacity the most messages
 * @param maxBytes about the most memory; one message always has room
 */
public record SubscriberOptions(int capacity, long maxBytes) {

    public SubscriberOptions {
        if (capacity < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits of a subscriber start at 1: capacity=%d maxBytes=%d"
                            .formatted(capacity, maxBytes));
        }
    }

    /** 16,384 messages, 16 MiB. */
    public static SubscriberOptions standard() {
        return new SubscriberOptions(16_384, 16 << 20);
    }

    /** The same, with another number of messages. */
    public SubscriberOptions capacity(int capacity) {
        return new SubscriberOptions(capacity, maxBytes);
    }
}

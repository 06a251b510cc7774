package dev.chronicle.pubsub;

/**
 * A message as a subscriber gets it.
 *
 * @param id grows along the messages of a channel, from 1, in this process and as long as it lives
 * @param priority of its channel
 * @param message what was published; a signature in it was verified
 */
public record Delivery(long id, Priority priority, Message message) {

    private static final int OVERHEAD = 256;

    /** About how much memory it holds. */
    long bytes() {
        return (long) message.data().size() + OVERHEAD;
    }
}

package dev.chronicle.channel;

import java.time.Duration;
import java.util.List;

/**
 * A bounded point-to-point channel: messages are handed out in the order they were sent, each to
 * exactly one of the competing consumers, and are done with when its handler has returned. Threads
 * share it.
 *
 * @param <T> the message
 */
public interface Channel<T> extends AutoCloseable {

    /**
     * Puts a message at the end of the queue, at once.
     *
     * @throws ChannelFullException if it has no room now
     * @throws ChannelClosedException if it takes no messages any more
     * @throws ChannelUnreachableException if it cannot say whether it has the message
     * @throws IllegalArgumentException if the message is larger than the whole channel
     */
    void send(T message);

    /**
     * Puts a message at the end of the queue, waiting for room for a while.
     *
     * @throws ChannelFullException if there was no room in time
     * @throws ChannelClosedException if it takes no messages any more
     * @throws ChannelUnreachableException if it cannot say whether it has the message
     * @throws IllegalArgumentException if the message is larger than the whole channel
     */
    void send(T message, Duration timeout) throws InterruptedException;

    /** How full it is and what its consumers have done. */
    ChannelStatus status();

    /**
     * Takes no more messages and lets the consumers handle those sent here. Draining again waits
     * for the rest.
     *
     * @param timeout how long they may take; then they are interrupted
     * @return the messages sent here that were not handled, in their order; they are the caller's
     *     now, unless the channel keeps messages elsewhere for other processes. A handler that does
     *     not heed the interrupt may yet finish with one of them
     */
    List<T> drain(Duration timeout) throws InterruptedException;

    /**
     * Takes no more messages, interrupts the consumers; what is left goes to the dead letters,
     * unless the channel keeps messages elsewhere for other processes.
     */
    @Override
    void close();
}

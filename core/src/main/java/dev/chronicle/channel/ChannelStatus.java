package dev.chronicle.channel;

import dev.chronicle.supervision.ChildStatus;

import java.util.List;

/**
 * A look at a channel.
 *
 * @param state whether it takes messages
 * @param queued messages that wait for a consumer
 * @param inFlight messages that a consumer is handling
 * @param capacity the most messages it holds, queued and in flight
 * @param weight the weight of what it holds
 * @param maxWeight the most weight it holds
 * @param consumers the consumers, by number
 */
public record ChannelStatus(
        State state,
        int queued,
        int inFlight,
        int capacity,
        long weight,
        long maxWeight,
        List<ConsumerStatus> consumers) {

    /** Whether a channel takes messages. */
    public enum State {
        /** It does. */
        OPEN,
        /** It does not reach what keeps its messages, and comes back by itself. */
        UNREACHABLE,
        /** It was closed; what it holds may still be handled. */
        CLOSED,
        /** Its consumers failed too often and have given up. */
        FAILED
    }

    /**
     * One consumer.
     *
     * @param name {@code consumer-1} and so on
     * @param state what it does
     * @param processed messages it has handled
     * @param failed messages it was handling when its handler threw
     * @param restarts how often it was restarted
     */
    public record ConsumerStatus(
            String name, ChildStatus.State state, long processed, long failed, long restarts) {}
}

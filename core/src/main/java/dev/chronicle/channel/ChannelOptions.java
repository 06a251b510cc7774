package dev.chronicle.channel;

import dev.chronicle.supervision.SupervisorOptions;

import java.util.function.ToLongFunction;

/**
 * The limits of a channel and how its consumers work.
 *
 * @param consumers how many compete, at least 1
 * @param capacity the most messages held, queued and in flight
 * @param maxWeight the most weight held
 * @param weigher the weight of a message, for instance its size in bytes; it must not change
 * @param maxBatch the most messages in one delivery
 * @param maxAttempts how often a message is delivered before it is a dead letter
 * @param supervision how consumers are restarted
 */
public record ChannelOptions<T>(
        int consumers,
        int capacity,
        long maxWeight,
        ToLongFunction<T> weigher,
        int maxBatch,
        int maxAttempts,
        SupervisorOptions supervision) {

    public ChannelOptions {
        if (consumers < 1 || capacity < 1 || maxWeight < 1 || maxBatch < 1 || maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "channel limits start at 1: consumers=%d capacity=%d maxWeight=%d maxBatch=%d maxAttempts=%d"
                            .formatted(consumers, capacity, maxWeight, maxBatch, maxAttempts));
        }
    }

    /** 3 consumers, 10,000 messages of any weight, up to 256 in a delivery, 5 attempts. */
    public static <T> ChannelOptions<T> standard() {
        return new ChannelOptions<>(
                3, 10_000, Long.MAX_VALUE, _ -> 1, 256, 5, SupervisorOptions.standard());
    }

    /** The same, with another number of consumers. */
    public ChannelOptions<T> consumers(int consumers) {
        return new ChannelOptions<>(
                consumers, capacity, maxWeight, weigher, maxBatch, maxAttempts, supervision);
    }

    /** The same, holding another number of messages. */
    public ChannelOptions<T> capacity(int capacity) {
        return new ChannelOptions<>(
                consumers, capacity, maxWeight, weigher, maxBatch, maxAttempts, supervision);
    }

    /** The same, with a limit on weight. */
    public ChannelOptions<T> weight(long maxWeight, ToLongFunction<T> weigher) {
        return new ChannelOptions<>(
                consumers, capacity, maxWeight, weigher, maxBatch, maxAttempts, supervision);
    }

    /** The same, with deliveries of another size. */
    public ChannelOptions<T> maxBatch(int maxBatch) {
        return new ChannelOptions<>(
                consumers, capacity, maxWeight, weigher, maxBatch, maxAttempts, supervision);
    }

    /** The same, with another number of attempts. */
    public ChannelOptions<T> maxAttempts(int maxAttempts) {
        return new ChannelOptions<>(
                consumers, capacity, maxWeight, weigher, maxBatch, maxAttempts, supervision);
    }

    /** The same, restarted in another way. */
    public ChannelOptions<T> supervision(SupervisorOptions supervision) {
        return new ChannelOptions<>(
                consumers, capacity, maxWeight, weigher, maxBatch, maxAttempts, supervision);
    }
}

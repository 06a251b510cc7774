package dev.chronicle.channel;

import dev.chronicle.supervision.SupervisorOptions;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The limits of a channel and how its consumers work.
 *
 * @param consumers the names of those that compete, at least 1
 * @param capacity the most messages held, queued and in flight
 * @param maxWeight the most weight held
 * @param weigher the weight of a message, for instance its size in bytes; it must not change
 * @param maxBatch the most messages in one delivery
 * @param maxAttempts how often a message is delivered before it is a dead letter
 * @param supervision how consumers are restarted
 */
public record ChannelOptions<T>(
        List<String> consumers,
        int capacity,
        long maxWeight,
        ToLongFunction<T> weigher,
        int maxBatch,
        int maxAttempts,
        SupervisorOptions supervision) {

    public ChannelOptions {
        consumers = List.copyOf(consumers);
        if (consumers.isEmpty()
                || capacity < 1
                || maxWeight < 1
                || maxBatch < 1
                || maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "channel limits start at 1: consumers=%d capacity=%d maxWeight=%d maxBatch=%d maxAttempts=%d"
                            .formatted(
                                    consumers.size(), capacity, maxWeight, maxBatch, maxAttempts));
        }
    }

    /** 3 consumers, 10,000 messages of any weight, up to 256 in a delivery, 5 attempts. */
    public static <T> ChannelOptions<T> standard() {
        return new ChannelOptions<>(
                numbered(3), 10_000, Long.MAX_VALUE, _ -> 1, 256, 5, SupervisorOptions.standard());
    }

    private static List<String> numbered(int consumers) {
        return IntStream.rangeClosed(1, consumers).mapToObj(i -> "consumer-" + i).toList();
    }

    /** The same, with so many consumers: {@code consumer-1} and so on. */
    public ChannelOptions<T> consumers(int consumers) {
        return consumers(numbered(consumers));
    }

    /** The same, with consumers of these names. */
    public ChannelOptions<T> consumers(List<String> consumers) {
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

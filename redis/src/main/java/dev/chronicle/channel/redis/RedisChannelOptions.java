package dev.chronicle.channel.redis;

import dev.chronicle.supervision.Backoff;
import dev.chronicle.supervision.Sleeper;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a channel on Redis has beside the limits that every channel has.
 *
 * @param address where the Redis is
 * @param channel the name of the channel there, 1 to 64 of a-z, 0-9 and -; whoever uses the same
 *     one shares its messages
 * @param abandonedAfter how long the process of a consumer is not heard of before others take what
 *     it had; a live one is heard of three times in that time, however slow its handler
 * @param confirmWithin how long a sender is waited for to be told; then it is told that nobody
 *     knows
 * @param maxBatchWeight the weight at which a delivery is enough, whatever its number of messages
 * @param maxDeadLetters the most dead letters kept; the oldest make room
 * @param maxDeadWeight the most weight of dead letters kept
 * @param reconnect the waits between attempts to reach a Redis that is away
 * @param sleeper waits them out
 * @param nanoClock measures time, in nanoseconds from any point
 */
public record RedisChannelOptions(
        RedisAddress address,
        String channel,
        Duration abandonedAfter,
        Duration confirmWithin,
        long maxBatchWeight,
        int maxDeadLetters,
        long maxDeadWeight,
        Backoff reconnect,
        Sleeper sleeper,
        LongSupplier nanoClock) {

    public RedisChannelOptions {
        Keys unused = Keys.of(channel);
        if (abandonedAfter.toMillis() < 3
                || confirmWithin.isNegative()
                || maxBatchWeight < 1
                || maxDeadLetters < 1
                || maxDeadWeight < 1) {
            throw new IllegalArgumentException(
                    "limits of a channel on Redis: abandonedAfter=%s confirmWithin=%s maxBatchWeight=%d maxDeadLetters=%d maxDeadWeight=%d"
                            .formatted(
                                    abandonedAfter,
                                    confirmWithin,
                                    maxBatchWeight,
                                    maxDeadLetters,
                                    maxDeadWeight));
        }
    }

    /**
     * Abandoned after 5 seconds, confirmed within 60, deliveries of 4 Mi, 1,000 dead letters of 256
     * Mi together, reconnecting after 20 ms to 1 s.
     */
    public static RedisChannelOptions of(RedisAddress address, String channel) {
        return new RedisChannelOptions(
                address,
                channel,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                4 << 20,
                1000,
                256 << 20,
                new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1), 0.2),
                Thread::sleep,
                System::nanoTime);
    }

    /** The same, with other patience for consumers that are not heard of. */
    public RedisChannelOptions abandonedAfter(Duration abandonedAfter) {
        return new RedisChannelOptions(
                address,
                channel,
                abandonedAfter,
                confirmWithin,
                maxBatchWeight,
                maxDeadLetters,
                maxDeadWeight,
                reconnect,
                sleeper,
                nanoClock);
    }

    /** The same, with other patience of senders. */
    public RedisChannelOptions confirmWithin(Duration confirmWithin) {
        return new RedisChannelOptions(
                address,
                channel,
                abandonedAfter,
                confirmWithin,
                maxBatchWeight,
                maxDeadLetters,
                maxDeadWeight,
                reconnect,
                sleeper,
                nanoClock);
    }

    /** The same, with deliveries of another weight. */
    public RedisChannelOptions maxBatchWeight(long maxBatchWeight) {
        return new RedisChannelOptions(
                address,
                channel,
                abandonedAfter,
                confirmWithin,
                maxBatchWeight,
                maxDeadLetters,
                maxDeadWeight,
                reconnect,
                sleeper,
                nanoClock);
    }

    /** The same, keeping other numbers of dead letters. */
    public RedisChannelOptions deadLetters(int maxDeadLetters, long maxDeadWeight) {
        return new RedisChannelOptions(
                address,
                channel,
                abandonedAfter,
                confirmWithin,
                maxBatchWeight,
                maxDeadLetters,
                maxDeadWeight,
                reconnect,
                sleeper,
                nanoClock);
    }
}

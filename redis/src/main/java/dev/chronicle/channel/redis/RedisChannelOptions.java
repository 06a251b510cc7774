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
 */
public record RedisChannelOptions(
        RedisAddress address, String channel, Timing timing, Limits limits) {

    /**
     * How long things take, and what measures it.
     *
     * @param abandonedAfter how long the process of a consumer is not heard of before others take
     *     what it had; a live one is heard of three times in that time, however slow its handler
     * @param confirmWithin how long a sender is waited for to be told; then it is told that nobody
     *     knows
     * @param reconnect the waits between attempts to reach a Redis that is away
     * @param sleeper waits them out
     * @param nanoClock measures time, in nanoseconds from any point
     */
    public record Timing(
            Duration abandonedAfter,
            Duration confirmWithin,
            Backoff reconnect,
            Sleeper sleeper,
            LongSupplier nanoClock) {

        public Timing {
            if (abandonedAfter.toMillis() < 3 || confirmWithin.isNegative()) {
                throw new IllegalArgumentException(
                        "times of a channel on Redis: abandonedAfter=%s confirmWithin=%s"
                                .formatted(abandonedAfter, confirmWithin));
            }
        }
    }

    /**
     * How much there may be.
     *
     * @param maxBatchWeight the weight at which a delivery is enough, whatever its number of
     *     messages
     * @param maxDeadLetters the most dead letters kept; the oldest make room
     * @param maxDeadWeight the most weight of dead letters kept
     */
    public record Limits(long maxBatchWeight, int maxDeadLetters, long maxDeadWeight) {

        public Limits {
            if (maxBatchWeight < 1 || maxDeadLetters < 1 || maxDeadWeight < 1) {
                throw new IllegalArgumentException(
                        "limits of a channel on Redis: maxBatchWeight=%d maxDeadLetters=%d maxDeadWeight=%d"
                                .formatted(maxBatchWeight, maxDeadLetters, maxDeadWeight));
            }
        }
    }

    public RedisChannelOptions {
        Keys unused = Keys.of(channel);
    }

    /**
     * Abandoned after 5 seconds, confirmed within 60, deliveries of 4 Mi, 1,000 dead letters of 256
     * Mi together, reconnecting after 20 ms to 1 s.
     */
    public static RedisChannelOptions of(RedisAddress address, String channel) {
        Backoff reconnect = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1), 0.2);
        return new RedisChannelOptions(
                address,
                channel,
                new Timing(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        reconnect,
                        Thread::sleep,
                        System::nanoTime),
                new Limits(4 << 20, 1000, 256 << 20));
    }

    /** The same, with other patience for consumers that are not heard of. */
    public RedisChannelOptions abandonedAfter(Duration time) {
        return with(timing(time, timing.confirmWithin));
    }

    /** The same, with other patience of senders. */
    public RedisChannelOptions confirmWithin(Duration time) {
        return with(timing(timing.abandonedAfter, time));
    }

    private Timing timing(Duration abandonedAfter, Duration confirmWithin) {
        return new Timing(
                abandonedAfter, confirmWithin, timing.reconnect, timing.sleeper, timing.nanoClock);
    }

    private RedisChannelOptions with(Timing changed) {
        return new RedisChannelOptions(address, channel, changed, limits);
    }

    /** The same, with deliveries of another weight. */
    public RedisChannelOptions maxBatchWeight(long weight) {
        return with(new Limits(weight, limits.maxDeadLetters, limits.maxDeadWeight));
    }

    /** The same, keeping other numbers of dead letters. */
    public RedisChannelOptions deadLetters(int most, long weight) {
        return with(new Limits(limits.maxBatchWeight, most, weight));
    }

    private RedisChannelOptions with(Limits changed) {
        return new RedisChannelOptions(address, channel, timing, changed);
    }
}

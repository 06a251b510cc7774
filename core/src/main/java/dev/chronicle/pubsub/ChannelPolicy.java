package dev.chronicle.pubsub;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * The rules of a channel.
 *
 * @param name lower-case letters, digits, {@code _} and {@code -}
 * @param priority of its messages, against those of other channels
 * @param maxPerSecond the most messages in any second for each of its topics, or none
 * @param signing whether messages must be signed
 * @param overflow what becomes of a message for a subscriber whose queue is full
 * @param history how many of the last messages of each topic a new subscriber gets
 */
public record ChannelPolicy(
        String name,
        Priority priority,
        OptionalInt maxPerSecond,
        Signing signing,
        Overflow overflow,
        int history) {

    /** The most messages a channel keeps of each topic. */
    public static final int MAX_HISTORY = 1000;

    /** The span that rates count in. */
    static final Duration RATE_SPAN = Duration.ofSeconds(1);

    private static final int MAX_RATE = 1_000_000;

    public ChannelPolicy {
        if (!name.matches("[a-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a channel's name has 1 to 64 of a-z, 0-9, _ and -: name=" + name);
        }
        if (maxPerSecond.isPresent()
                && (maxPerSecond.getAsInt() < 1 || maxPerSecond.getAsInt() > MAX_RATE)) {
            throw new IllegalArgumentException(
                    "a rate is 1 to %d a second: channel=%s maxPerSecond=%d"
                            .formatted(MAX_RATE, name, maxPerSecond.getAsInt()));
        }
        if (history < 0 || history > MAX_HISTORY) {
            throw new IllegalArgumentException(
                    "a history has 0 to %d messages: channel=%s history=%d"
                            .formatted(MAX_HISTORY, name, history));
        }
    }

    /**
     * A channel without a rate, a history or required signatures, of which the oldest messages give
     * way.
     */
    public static ChannelPolicy of(String name, Priority priority) {
        return new ChannelPolicy(
                name,
                priority,
                OptionalInt.empty(),
                Signing.OPTIONAL,
                new Overflow.DropOldest(),
                0);
    }

    /** The ten channels: alerts keeps the last 16 messages of each topic, health the last one. */
    public static List<ChannelPolicy> standard() {
        return List.of(
                of("alerts", Priority.CRITICAL).signing(Signing.REQUIRED).history(16),
                of("security", Priority.CRITICAL).signing(Signing.REQUIRED),
                of("events", Priority.HIGH),
                of("health", Priority.HIGH).maxPerSecond(100).history(1),
                of("system", Priority.NORMAL),
                of("metrics", Priority.NORMAL).maxPerSecond(10_000),
                of("audit", Priority.NORMAL),
                of("lifecycle", Priority.NORMAL),
                of("logging", Priority.LOW).maxPerSecond(1000),
                of("diagnostics", Priority.LOW).maxPerSecond(100));
    }

    /** The same, with a rate. */
    public ChannelPolicy maxPerSecond(int maxPerSecond) {
        return new ChannelPolicy(
                name, priority, OptionalInt.of(maxPerSecond), signing, overflow, history);
    }

    /** The same, with another rule for signatures. */
    public ChannelPolicy signing(Signing signing) {
        return new ChannelPolicy(name, priority, maxPerSecond, signing, overflow, history);
    }

    /** The same, with another rule for full queues. */
    public ChannelPolicy overflow(Overflow overflow) {
        return new ChannelPolicy(name, priority, maxPerSecond, signing, overflow, history);
    }

    /** The same, with another history. */
    public ChannelPolicy history(int history) {
        return new ChannelPolicy(name, priority, maxPerSecond, signing, overflow, history);
    }
}

package dev.chronicle.pubsub;

import java.time.Duration;

/** What became of a message that was published. */
public sealed interface PublishResult {

    /**
     * It was handed out.
     *
     * @param recipients how many subscriptions it was queued for; delivery is at most once
     */
    record Delivered(int recipients) implements PublishResult {}

    /**
     * Its topic has had as many messages in the last second as its channel allows.
     *
     * @param maxPerSecond the rate
     * @param retryAfter when there will be room for one more
     */
    record RateLimited(int maxPerSecond, Duration retryAfter) implements PublishResult {}

    /** It was not signed as it must be. */
    record Refused(Refusal reason) implements PublishResult {}
}

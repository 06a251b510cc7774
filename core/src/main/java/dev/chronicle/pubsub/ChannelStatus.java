package dev.chronicle.pubsub;

/**
 * What a channel is and has done, in this process.
 *
 * @param policy its rules
 * @param subscriptions how many there are
 * @param published messages taken
 * @param delivered how often a message was queued for a subscription
 * @param dropped how often a message was lost to a full queue
 * @param rateLimited messages not taken because there were too many
 * @param refused messages not taken because of their signature
 */
public record ChannelStatus(
        ChannelPolicy policy,
        int subscriptions,
        long published,
        long delivered,
        long dropped,
        long rateLimited,
        long refused) {}

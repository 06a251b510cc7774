package dev.chronicle.channel.redis;

/**
 * The keys of one channel in Redis. The braces keep them on one node of a Redis Cluster.
 *
 * @param queue the stream of messages that nobody is done with
 * @param weight what they weigh
 * @param dead the stream of dead letters
 * @param deadWeight what they weigh
 * @param replies in front of a node's name: the stream of what it is told
 */
record Keys(String queue, String weight, String dead, String deadWeight, String replies) {

    /** The consumer group of every queue. */
    static final String GROUP = "consumers";

    static Keys of(String channel) {
        if (!channel.matches("[a-z0-9-]{1,64}")) {
            throw new IllegalArgumentException(
                    "the name of a channel is 1 to 64 of a-z, 0-9 and -: " + channel);
        }
        String prefix = "chronicle:{" + channel + "}:";
        return new Keys(
                prefix + "queue",
                prefix + "queue:weight",
                prefix + "dead",
                prefix + "dead:weight",
                prefix + "replies:");
    }
}

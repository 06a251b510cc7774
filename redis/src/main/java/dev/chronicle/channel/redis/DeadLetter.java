package dev.chronicle.channel.redis;

import java.time.Instant;

/**
 * A message that no consumer could handle.
 *
 * @param id its name among the dead letters
 * @param buriedAt when it was given up, by the clock of Redis
 * @param attempts how often it was delivered
 * @param reason why the last attempt failed
 * @param weight what it weighs
 * @param body its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(
        String id, Instant buriedAt, int attempts, String reason, long weight, byte[] body) {}

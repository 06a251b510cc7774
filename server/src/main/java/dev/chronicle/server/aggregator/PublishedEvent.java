package dev.chronicle.server.aggregator;

import java.time.Instant;

/**
 * One event of a {@link PublishRequest}.
 *
 * @param eventId unique within its topic; may be empty
 * @param topic may be empty
 * @param source may be empty
 * @param timestamp when it happened, in the years 1 to 9999
 * @param payloadOffset where its payload, a JSON object, begins in the body of the request
 * @param payloadLength in bytes
 */
record PublishedEvent(
        String eventId,
        String topic,
        String source,
        Instant timestamp,
        int payloadOffset,
        int payloadLength) {}

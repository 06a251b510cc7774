/**
 * The point-to-point channel on Redis Streams: processes send through one Redis, the consumers of
 * any of them handle, and the sender is told what became of each message. The keys and their
 * contents are described in {@code docs/design/redis-channel.md}.
 */
@NullMarked
package dev.chronicle.channel.redis;

import org.jspecify.annotations.NullMarked;

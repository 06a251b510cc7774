package dev.chronicle.server;

import dev.chronicle.channel.redis.RedisAddress;
import dev.chronicle.server.backend.LogAccess;
import dev.chronicle.server.backend.Mode;
import dev.chronicle.server.channels.ChannelSecrets;

import java.util.Optional;

/**
 * How a {@link ChronicleServer} runs.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param consumers how many compete for audit records
 * @param workers how many compete for batches of the aggregator
 * @param version what {@code /health} says
 * @param mode which part of the work it does; all unless told
 * @param redis what the messages go through; nothing unless told
 * @param access who writes the log; this process alone unless told
 * @param secrets of the channels; none unless told
 */
public record ServerOptions(
        String host,
        int port,
        int consumers,
        int workers,
        String version,
        Mode mode,
        Optional<RedisAddress> redis,
        LogAccess access,
        ChannelSecrets secrets) {

    /** One process that does everything and shares nothing, without secrets. */
    public ServerOptions(String host, int port, int consumers, int workers, String version) {
        this(
                host,
                port,
                consumers,
                workers,
                version,
                Mode.ALL,
                Optional.empty(),
                LogAccess.OWN,
                ChannelSecrets.none());
    }

    public ServerOptions {
        if (mode != Mode.ALL && (redis.isEmpty() || access == LogAccess.OWN)) {
            throw new IllegalArgumentException(
                    "a part of the work needs Redis and a database that others reach: mode="
                            + mode);
        }
    }

    /** The same, doing this part of the work through Redis on a log that others may write, too. */
    public ServerOptions shared(Mode mode, Optional<RedisAddress> redis, LogAccess access) {
        return new ServerOptions(
                host, port, consumers, workers, version, mode, redis, access, secrets);
    }

    /** The same, with these secrets. */
    public ServerOptions secrets(ChannelSecrets secrets) {
        return new ServerOptions(
                host, port, consumers, workers, version, mode, redis, access, secrets);
    }
}

package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelFullException;
import dev.chronicle.channel.ChannelUnreachableException;

import org.jspecify.annotations.Nullable;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that is made when it is needed, and made again by the next call after it broke. Not
 * for several threads, but for {@link #close}.
 */
final class RedisConnection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2000;

    /** An fsync of Redis may take its time. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    private final RedisAddress address;
    private volatile @Nullable Connection open;

    RedisConnection(RedisAddress address) {
        this.address = address;
    }

    /** The consumer group is not there: Redis has lost it, or never had it. */
    static final class NoGroupException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoGroupException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * What Redis answers to a command: null, a Long, bytes or a list of these.
     *
     * @throws ChannelUnreachableException if it does not answer, or is not able to
     * @throws ChannelFullException if it has no memory left
     * @throws NoGroupException if the group is missing
     */
    @Nullable Object call(Args command) {
        return pipeline(List.of(command)).getFirst().value();
    }

    /** The answer to one command of several. */
    record Reply(@Nullable Object raw, String place) {

        /** As {@link #call}. */
        @Nullable Object value() {
            if (raw instanceof JedisDataException refusal) {
                throw translated(refusal, place);
            }
            return raw;
        }
    }

    /**
     * Sends commands at once and returns what each was answered.
     *
     * @throws ChannelUnreachableException if Redis did not answer all of them
     */
    List<Reply> pipeline(List<Args> commands) {
        try {
            Connection connection = connected();
            for (Args command : commands) {
                connection.sendCommand(command.command(), command.bytes());
            }
            List<Reply> replies = new ArrayList<>(commands.size());
            for (Object raw : connection.getMany(commands.size())) {
                if (raw instanceof JedisDataException refusal && needsNewConnection(refusal)) {
                    throw refusal;
                }
                replies.add(new Reply(raw, address.toString()));
            }
            return replies;
        } catch (JedisException e) {
            close();
            throw new ChannelUnreachableException(
                    "Redis at %s is not reached: %s".formatted(address, e.getMessage()), e);
        }
    }

    /** A connection brings its scripts along: without them it is as good as broken. */
    private static boolean needsNewConnection(JedisDataException refusal) {
        return String.valueOf(refusal.getMessage()).startsWith("NOSCRIPT");
    }

    private static RuntimeException translated(JedisDataException refusal, String place) {
        String message = String.valueOf(refusal.getMessage());
        if (message.contains("NOGROUP") || message.contains("no such key")) {
            return new NoGroupException(message);
        }
        if (message.contains("OOM ")) {
            return new ChannelFullException("Redis at %s has no memory left".formatted(place));
        }
        return new ChannelUnreachableException(
                "Redis at %s refuses: %s".formatted(place, message), refusal);
    }

    private Connection connected() {
        Connection connection = open;
        if (connection != null && connection.isConnected() && !connection.isBroken()) {
            return connection;
        }
        close();
        Connection fresh =
                new Connection(new HostAndPort(address.host(), address.port()), config());
        open = fresh;
        for (Script script : Script.values()) {
            fresh.sendCommand(Command.SCRIPT, new byte[][] {Args.raw("LOAD"), script.text()});
        }
        for (Object loaded : fresh.getMany(Script.values().length)) {
            if (loaded instanceof JedisDataException refusal) {
                throw refusal;
            }
        }
        return fresh;
    }

    private JedisClientConfig config() {
        DefaultJedisClientConfig.Builder config =
                DefaultJedisClientConfig.builder()
                        .resp2()
                        .connectionTimeoutMillis(CONNECT_MILLIS)
                        .socketTimeoutMillis((int) ANSWER.toMillis())
                        .database(address.database())
                        .clientName("chronicle")
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (address.tls()) {
            config.sslOptions(SslOptions.defaults());
        }
        address.user().ifPresent(config::user);
        address.password().ifPresent(config::password);
        return config.build();
    }

    /** Hangs up. The next call connects again. */
    @Override
    public void close() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.disconnect();
            } catch (JedisException e) {
                // it is gone either way
            }
        }
    }
}

package dev.chronicle.server.backend;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.DeadLetterHandler;
import dev.chronicle.channel.InProcessChannel;
import dev.chronicle.channel.MessageHandler;
import dev.chronicle.channel.redis.DeadLetters;
import dev.chronicle.channel.redis.RedisAddress;
import dev.chronicle.channel.redis.RedisChannel;
import dev.chronicle.channel.redis.RedisChannelOptions;
import dev.chronicle.server.http.PendingWrite;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Opens the channels between requests and consumers: in this process, or through Redis. */
public final class Queues {

    private final Mode mode;
    private final Optional<RedisAddress> redis;
    private final Duration patience;
    private final SortedMap<String, Optional<DeadLetters>> deadLetters = new TreeMap<>();

    /**
     * @param redis where the messages go through; nowhere, if they stay in this process
     * @param patience how long a request waits to be told what became of its message
     * @throws IllegalArgumentException if a part of the work is others' that cannot be reached
     */
    public Queues(Mode mode, Optional<RedisAddress> redis, Duration patience) {
        if (mode != Mode.ALL && redis.isEmpty()) {
            throw new IllegalArgumentException(
                    "a server that does a part of the work needs Redis: mode=" + mode);
        }
        this.mode = mode;
        this.redis = redis;
        this.patience = patience;
    }

    /**
     * Opens one, and starts its consumers, if this server has any.
     *
     * @param name what it is called in Redis
     */
    public <M extends PendingWrite> Channel<M> open(
            String name,
            ChannelOptions<M> options,
            WriteFormat<M> format,
            MessageHandler<M> handler,
            DeadLetterHandler<M> dead) {
        if (redis.isEmpty()) {
            deadLetters.put(name, Optional.empty());
            return new InProcessChannel<>(options, handler, dead);
        }
        RedisChannelOptions where =
                RedisChannelOptions.of(redis.get(), name).confirmWithin(patience);
        ConfirmedWrites<M> writes = new ConfirmedWrites<>(format);
        RedisChannel<M> channel =
                mode.handles()
                        ? RedisChannel.open(options, where, writes, handler, dead)
                        : RedisChannel.sendOnly(options, where, writes);
        deadLetters.put(name, Optional.of(channel.deadLetters()));
        return channel;
    }

    /**
     * By the name of the channel, the messages that no consumer could handle. A channel in this
     * process keeps none: whoever sent one was told.
     */
    public Map<String, Optional<DeadLetters>> deadLetters() {
        return Collections.unmodifiableMap(deadLetters);
    }

    /** Whether messages go through Redis. */
    public boolean areShared() {
        return redis.isPresent();
    }

    /** Which part of the work this server does. */
    public Mode mode() {
        return mode;
    }
}

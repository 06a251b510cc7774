package dev.chronicle.channel.redis;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.DeadLetterHandler;
import dev.chronicle.channel.MessageHandler;
import dev.chronicle.testkit.ChannelContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

class RedisChannelContractTest extends ChannelContract {

    private static final AtomicInteger CHANNELS = new AtomicInteger();

    @TempDir private static Path directory;
    private static TestRedis redis;

    @BeforeAll
    static void start() throws IOException {
        redis = TestRedis.forgetting(directory);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    protected int manyMessages() {
        return 100;
    }

    @Override
    protected Channel<Integer> open(
            ChannelOptions<Integer> options,
            MessageHandler<Integer> handler,
            DeadLetterHandler<Integer> deadLetters) {
        RedisChannelOptions where =
                RedisChannelOptions.of(redis.address(), "contract-" + CHANNELS.incrementAndGet());
        return RedisChannel.open(options, where, new Numbers(), handler, deadLetters);
    }
}

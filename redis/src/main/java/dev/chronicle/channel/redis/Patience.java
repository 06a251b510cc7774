package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.random.RandomGenerator;

/** Waits longer and longer while Redis is away, and says so once. For one thread. */
final class Patience {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    private final String who;
    private final RedisChannelOptions options;
    private final RandomGenerator random;
    private int failures;

    Patience(String who, RedisChannelOptions options, RandomGenerator random) {
        this.who = who;
        this.options = options;
        this.random = random;
    }

    void await(ChannelException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        failures++;
        if (failures == 1) {
            log.warn("[{}] {}; it tries again", who, failure.getMessage());
        }
        options.timing().sleeper().sleep(options.timing().reconnect().delay(failures, random));
    }

    void restored() {
        if (failures > 0) {
            log.info("[{}] Redis is back after {} attempts", who, failures);
            failures = 0;
        }
    }
}

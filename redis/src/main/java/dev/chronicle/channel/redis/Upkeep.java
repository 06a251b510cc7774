package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelException;

import redis.clients.jedis.Protocol.Command;

import java.util.List;

/**
 * Says again and again which messages are not abandoned, gives up on those nobody confirms, and
 * lets consumers be forgotten that ended long ago. Runs in one thread.
 */
final class Upkeep<T> {

    /** In times of {@link RedisChannelOptions.Timing#abandonedAfter}. */
    private static final int FORGET_AFTER = 20;

    private final Keys keys;
    private final RedisChannelOptions options;
    private final HeldEntries held;
    private final SentMessages<T> sent;
    private final MessageFormat<T> format;
    private final Patience patience;
    private final RedisConnection connection;

    Upkeep(
            Keys keys,
            RedisChannelOptions options,
            HeldEntries held,
            SentMessages<T> sent,
            MessageFormat<T> format,
            Patience patience) {
        this.keys = keys;
        this.options = options;
        this.held = held;
        this.sent = sent;
        this.format = format;
        this.patience = patience;
        connection = new RedisConnection(options.address());
    }

    /** Works until it is interrupted. */
    void run() throws InterruptedException {
        try (connection) {
            while (true) {
                options.timing().sleeper().sleep(options.timing().abandonedAfter().dividedBy(3));
                giveUp();
                try {
                    held.refresh(connection);
                    forgetConsumers();
                    patience.restored();
                } catch (RedisConnection.NoGroupException e) {
                    // whoever takes messages next makes it again
                } catch (ChannelException e) {
                    patience.await(e);
                }
            }
        }
    }

    private void giveUp() {
        long before =
                options.timing().nanoClock().getAsLong()
                        - options.timing().confirmWithin().toNanos();
        sent.removeBefore(before)
                .forEach(message -> format.lost(message, "nobody has confirmed it in time"));
    }

    private void forgetConsumers() {
        long longAgo = options.timing().abandonedAfter().toMillis() * FORGET_AFTER;
        Object reply =
                connection.call(Args.of(Command.XINFO, "CONSUMERS", keys.queue(), Keys.GROUP));
        for (Object each : Entry.list(reply)) {
            List<?> fields = Entry.list(each);
            String name = Entry.text(fields.get(1));
            if (Entry.number(fields.get(3)) == 0 && Entry.number(fields.get(5)) > longAgo) {
                Object unused =
                        connection.call(
                                Args.of(
                                        Command.XGROUP,
                                        "DELCONSUMER",
                                        keys.queue(),
                                        Keys.GROUP,
                                        name));
            }
        }
    }
}

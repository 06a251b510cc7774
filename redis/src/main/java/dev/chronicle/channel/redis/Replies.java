package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelUnreachableException;

import redis.clients.jedis.Protocol.Command;

import java.util.List;
import java.util.Map;

/**
 * Reads what other processes say of the messages sent here. What it has not read when Redis goes
 * away it reads when Redis is back. Runs in one thread.
 */
final class Replies<T> {

    private static final int BLOCK_MILLIS = 500;
    private static final int TOGETHER = 1000;

    private final String stream;
    private final SentMessages<T> sent;
    private final LostMessages<T> lost;
    private final MessageFormat<T> format;
    private final RedisConnection connection;
    private final Patience patience;
    private String last = "0-0";
    private boolean unsure;

    Replies(
            String stream,
            SentMessages<T> sent,
            LostMessages<T> lost,
            MessageFormat<T> format,
            RedisConnection connection,
            Patience patience) {
        this.stream = stream;
        this.sent = sent;
        this.lost = lost;
        this.format = format;
        this.connection = connection;
        this.patience = patience;
    }

    /** Reads until it is interrupted. */
    void run() throws InterruptedException {
        try (connection) {
            while (!Thread.interrupted()) {
                try {
                    if (unsure) {
                        lookForLost();
                    }
                    read(BLOCK_MILLIS);
                    patience.restored();
                } catch (ChannelUnreachableException e) {
                    unsure = true;
                    patience.await(e);
                }
            }
            throw new InterruptedException();
        }
    }

    /** Redis may have come back with less than it had. */
    private void lookForLost() {
        Map<String, Long> missing = lost.missing(connection);
        boolean more;
        do {
            more = read(1);
        } while (more);
        for (long number : missing.values()) {
            sent.remove(number).ifPresent(it -> format.lost(it, "Redis has lost it"));
        }
        unsure = false;
    }

    /** Whether there was something. */
    private boolean read(int blockMillis) {
        Object reply =
                connection.call(
                        Args.of(
                                Command.XREAD,
                                "COUNT",
                                TOGETHER,
                                "BLOCK",
                                blockMillis,
                                "STREAMS",
                                stream,
                                last));
        for (Object each : Entry.list(reply)) {
            for (Object entry : Entry.list(Entry.list(each).get(1))) {
                List<?> idAndFields = Entry.list(entry);
                tell(Entry.list(idAndFields.get(1)));
                last = Entry.text(idAndFields.get(0));
            }
        }
        return reply != null;
    }

    private void tell(List<?> fields) {
        long key = Long.parseLong(Entry.text(fields.get(1)));
        boolean done = Entry.text(fields.get(3)).equals("done");
        byte[] outcome = (byte[]) fields.get(5);
        sent.remove(key)
                .ifPresent(
                        message -> {
                            if (done || outcome.length > 0) {
                                format.handled(message, outcome);
                            } else {
                                format.lost(message, "no consumer could handle it");
                            }
                        });
    }
}

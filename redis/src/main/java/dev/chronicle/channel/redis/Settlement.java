package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelException;

import java.util.List;

/**
 * Takes what was handled, or is dead, out of the queue and lets the senders know. For one
 * consumer's thread.
 */
final class Settlement<T> implements AutoCloseable {

    private static final int MOST_REPLIES = 20_000;
    private static final long REPLIES_KEPT_MILLIS = 600_000;
    private static final int LONGEST_REASON = 1000;

    private final String node;
    private final Keys keys;
    private final RedisChannelOptions options;
    private final SentMessages<T> sent;
    private final MessageFormat<T> format;
    private final RedisConnection connection;

    Settlement(
            String node,
            Keys keys,
            RedisChannelOptions options,
            SentMessages<T> sent,
            MessageFormat<T> format) {
        this.node = node;
        this.keys = keys;
        this.options = options;
        this.sent = sent;
        this.format = format;
        connection = new RedisConnection(options.address());
    }

    /** Tells who is at home of what was handled, and returns what Redis is to be told. */
    Args done(List<Entry> entries, List<T> messages) {
        Args command =
                Args.script(Script.DONE, keys.queue(), keys.weight())
                        .add(Keys.GROUP, keys.replies(), MOST_REPLIES, REPLIES_KEPT_MILLIS);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            byte[] outcome = format.outcome(messages.get(i));
            command.add(entry.weight(), replyTo(entry, outcome), entry.key(), entry.id(), outcome);
        }
        return command;
    }

    /** Who is at home is told at once, and not by way of Redis. */
    private String replyTo(Entry entry, byte[] outcome) {
        if (!entry.node().equals(node)) {
            return entry.node();
        }
        sent.remove(Long.parseLong(entry.key()))
                .ifPresent(message -> format.handled(message, outcome));
        return "";
    }

    /** Returns when Redis has it among the dead letters, however long that takes. */
    void dead(Entry entry, T message, Throwable cause, Patience patience)
            throws InterruptedException {
        bury(entry, cause, format.outcome(message), patience);
    }

    /** The same for what is no message. */
    void unreadable(Entry entry, Throwable cause, Patience patience) throws InterruptedException {
        bury(entry, cause, new byte[0], patience);
    }

    private void bury(Entry entry, Throwable cause, byte[] outcome, Patience patience)
            throws InterruptedException {
        String reason = cause.toString();
        insist(
                Args.script(
                                Script.BURY,
                                keys.queue(),
                                keys.weight(),
                                keys.dead(),
                                keys.deadWeight())
                        .add(Keys.GROUP, keys.replies(), MOST_REPLIES, REPLIES_KEPT_MILLIS)
                        .add(options.limits().maxDeadLetters(), options.limits().maxDeadWeight())
                        .add(entry.id(), entry.attempts())
                        .add(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))
                        .add(outcome),
                patience);
    }

    private void insist(Args command, Patience patience) throws InterruptedException {
        while (true) {
            try {
                Object unused = connection.call(command);
                patience.restored();
                return;
            } catch (ChannelException e) {
                patience.await(e);
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

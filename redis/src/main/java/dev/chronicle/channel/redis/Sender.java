package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelFullException;
import dev.chronicle.channel.ChannelUnreachableException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts messages into the queue. Those of several threads go to Redis together: whoever gets the
 * connection takes along what the others want sent meanwhile. Threads share it.
 */
final class Sender implements AutoCloseable {

    private static final int TOGETHER = 128;
    private static final long BYTES_TOGETHER = 4 << 20;

    private final Keys keys;
    private final int capacity;
    private final long maxWeight;
    private final RedisConnection connection;
    private final ConcurrentLinkedQueue<Letter> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();

    Sender(Keys keys, int capacity, long maxWeight, RedisConnection connection) {
        this.keys = keys;
        this.capacity = capacity;
        this.maxWeight = maxWeight;
        this.connection = connection;
    }

    private static final class Letter {

        final long weight;
        final String node;
        final long key;
        final byte[] body;

        /** Guarded by the lock. */
        boolean answered;

        @Nullable RuntimeException refusal;

        String id = "";

        Letter(long weight, String node, long key, byte[] body) {
            this.weight = weight;
            this.node = node;
            this.key = key;
            this.body = body;
        }
    }

    /**
     * Returns when the message is in the queue, with its id there.
     *
     * @throws ChannelFullException if there is no room
     * @throws ChannelUnreachableException if that is not known
     */
    String send(long weight, String node, long key, byte[] body) {
        Letter letter = new Letter(weight, node, key, body);
        waiting.add(letter);
        lock.lock();
        try {
            while (!letter.answered) {
                sendNext();
            }
        } finally {
            lock.unlock();
        }
        if (letter.refusal != null) {
            throw letter.refusal;
        }
        return letter.id;
    }

    private void sendNext() {
        List<Letter> letters = new ArrayList<>();
        List<Args> commands = new ArrayList<>();
        long bytes = 0;
        while (letters.size() < TOGETHER && bytes < BYTES_TOGETHER) {
            Letter next = waiting.poll();
            if (next == null) {
                break;
            }
            letters.add(next);
            commands.add(command(next));
            bytes += next.body.length;
        }
        try {
            List<RedisConnection.Reply> replies = connection.pipeline(commands);
            for (int i = 0; i < letters.size(); i++) {
                Letter letter = letters.get(i);
                hear(letter, replies.get(i));
            }
        } catch (ChannelUnreachableException e) {
            letters.forEach(letter -> letter.refusal = e);
        } finally {
            letters.forEach(letter -> letter.answered = true);
        }
    }

    private Args command(Letter letter) {
        return Args.script(Script.SEND, keys.queue(), keys.weight())
                .add(capacity, maxWeight, letter.weight, letter.node, letter.key, letter.body);
    }

    private void hear(Letter letter, RedisConnection.Reply reply) {
        try {
            List<?> answer = Entry.list(reply.value());
            if (answer.getFirst() != null) {
                letter.id = Entry.text(answer.getFirst());
            } else {
                letter.refusal = full(answer);
            }
        } catch (RuntimeException e) {
            letter.refusal = e;
        }
    }

    private ChannelFullException full(List<?> answer) {
        return new ChannelFullException(
                "the channel is full: messages=%d capacity=%d weight=%d maxWeight=%d"
                        .formatted(
                                Entry.number(answer.get(1)),
                                capacity,
                                Entry.number(answer.get(2)),
                                maxWeight));
    }

    @Override
    public void close() {
        connection.close();
    }
}

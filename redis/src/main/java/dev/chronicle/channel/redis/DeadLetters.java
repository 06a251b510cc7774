package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelFullException;
import dev.chronicle.channel.ChannelUnreachableException;

import redis.clients.jedis.Protocol.Command;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The messages of a channel that no consumer could handle, of all processes. Threads share it. */
public final class DeadLetters {

    private static final String ANY = "[0-9]{1,20}-[0-9]{1,20}";

    private final Keys keys;
    private final int capacity;
    private final long maxWeight;
    private final RedisConnection connection;
    private final ReentrantLock lock;

    /**
     * @param lock held while the connection is used
     */
    DeadLetters(
            Keys keys,
            int capacity,
            long maxWeight,
            RedisConnection connection,
            ReentrantLock lock) {
        this.keys = keys;
        this.capacity = capacity;
        this.maxWeight = maxWeight;
        this.connection = connection;
        this.lock = lock;
    }

    /**
     * How many there are.
     *
     * @throws ChannelUnreachableException if Redis does not answer
     */
    public long count() {
        return Entry.number(call(Args.of(Command.XLEN, keys.dead())));
    }

    /**
     * The newest of them, newest first.
     *
     * @param limit the most to return, at least 1
     * @throws ChannelUnreachableException if Redis does not answer
     */
    public List<DeadLetter> newest(int limit) {
        Object reply = call(Args.of(Command.XREVRANGE, keys.dead(), "+", "-", "COUNT", limit));
        return Entry.list(reply).stream().map(DeadLetters::letter).toList();
    }

    /**
     * The ids of all of them, oldest first.
     *
     * @throws ChannelUnreachableException if Redis does not answer
     */
    public List<String> ids() {
        Object reply = call(Args.script(Script.IDS, keys.dead()));
        return Entry.list(reply).stream().map(Entry::text).toList();
    }

    private static DeadLetter letter(Object entry) {
        List<?> idAndFields = Entry.list(entry);
        List<?> fields = Entry.list(idAndFields.get(1));
        String id = Entry.text(idAndFields.get(0));
        return new DeadLetter(
                id,
                Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))),
                (int) Entry.number(fields.get(3)),
                Entry.text(fields.get(5)),
                Entry.number(fields.get(1)),
                (byte[]) fields.get(7));
    }

    /**
     * Puts one at the end of the queue again, as if it had just been sent, by nobody.
     *
     * @return whether there was one of this id
     * @throws IllegalArgumentException if that cannot be an id
     * @throws ChannelFullException if the queue has no room
     * @throws ChannelUnreachableException if it is not known whether it was put there
     */
    public boolean replay(String id) {
        if (!id.matches(ANY)) {
            throw new IllegalArgumentException("not the id of a dead letter: " + id);
        }
        Args command =
                Args.script(
                                Script.REPLAY,
                                keys.queue(),
                                keys.weight(),
                                keys.dead(),
                                keys.deadWeight())
                        .add(capacity, maxWeight, id);
        return switch ((int) Entry.number(call(command))) {
            case 1 -> true;
            case 0 -> false;
            default -> throw new ChannelFullException("the channel has no room for a dead letter");
        };
    }

    private Object call(Args command) {
        lock.lock();
        try {
            Object reply = connection.call(command);
            return reply == null ? List.of() : reply;
        } finally {
            lock.unlock();
        }
    }
}

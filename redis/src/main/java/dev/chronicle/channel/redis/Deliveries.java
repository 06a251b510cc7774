package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelException;
import dev.chronicle.channel.ChannelUnreachableException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import redis.clients.jedis.Protocol.Command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What one consumer is handed, in this order: what it has had and failed with, what others have
 * abandoned, what nobody has had yet. For one thread at a time.
 */
final class Deliveries implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private static final int BLOCK_MILLIS = 250;
    private static final int MOST_PENDING = 1000;

    private final String consumer;
    private final Keys keys;
    private final int maxBatch;
    private final RedisChannelOptions options;
    private final HeldEntries held;
    private final RedisConnection connection;
    private final BooleanSupplier stopped;

    /** Without an entry, it is to be taken again. */
    private record Due(String id, @Nullable Entry entry) {}

    private final ArrayDeque<Due> due = new ArrayDeque<>();

    /** What was handled last, and Redis has not been told yet; without the messages. */
    private final List<Handled> handled = new ArrayList<>();

    private record Handled(List<String> ids, Args command) {}

    private boolean unsure = true;
    private long reclaimAt;

    /**
     * @param consumer its name in Redis, which no other has
     * @param stopped whether it is to be handed nothing more
     */
    Deliveries(
            String consumer,
            Keys keys,
            int maxBatch,
            RedisChannelOptions options,
            HeldEntries held,
            BooleanSupplier stopped) {
        this.consumer = consumer;
        this.keys = keys;
        this.maxBatch = maxBatch;
        this.options = options;
        this.held = held;
        this.stopped = stopped;
        connection = new RedisConnection(options.address());
        reclaimAt = options.timing().nanoClock().getAsLong();
    }

    boolean stopped() {
        return stopped.getAsBoolean();
    }

    /** The next messages; none if there were none for a while. */
    List<Entry> next() {
        try {
            List<Entry> next = look();
            for (Entry entry : next) {
                held.hold(consumer, entry.id());
            }
            return next;
        } catch (RedisConnection.NoGroupException e) {
            createGroup();
            return List.of();
        }
    }

    private List<Entry> look() {
        if (unsure || !due.isEmpty() || reclaimIsDue()) {
            tell();
        }
        if (unsure) {
            findUnheard();
            unsure = false;
        }
        Entry again = nextDue();
        if (again != null) {
            return List.of(again);
        }
        unsure = true;
        List<Entry> found = reclaim();
        if (found.isEmpty()) {
            found = take(maxBatch, options.limits().maxBatchWeight());
        }
        if (found.isEmpty()) {
            found = await();
        }
        unsure = false;
        return found;
    }

    /** What Redis says this consumer has, without its having heard: an answer was lost. */
    private void findUnheard() {
        Object reply =
                connection.call(
                        Args.of(
                                Command.XPENDING,
                                keys.queue(),
                                Keys.GROUP,
                                "-",
                                "+",
                                MOST_PENDING,
                                consumer));
        for (Object each : Entry.list(reply)) {
            String id = Entry.text(Entry.list(each).getFirst());
            if (!held.holds(id)) {
                held.hold(consumer, id);
                due.addLast(new Due(id, null));
            }
        }
    }

    private @Nullable Entry nextDue() {
        while (true) {
            Due next = due.peekFirst();
            if (next == null) {
                return null;
            }
            Entry entry = next.entry() != null ? next.entry() : retake(next.id());
            due.removeFirst();
            if (entry != null) {
                return entry;
            }
            held.release(next.id());
        }
    }

    private @Nullable Entry retake(String id) {
        Object reply =
                connection.call(
                        Args.script(Script.RETAKE, keys.queue()).add(Keys.GROUP, consumer, id));
        return reply == null ? null : Entry.one(reply);
    }

    /** One by one from now on: any of them may be what took its consumer down. */
    private List<Entry> reclaim() {
        if (!reclaimIsDue()) {
            return List.of();
        }
        List<Entry> abandoned =
                Entry.all(
                        connection.call(
                                Args.script(Script.RECLAIM, keys.queue())
                                        .add(Keys.GROUP, consumer, maxBatch)
                                        .add(options.limits().maxBatchWeight())
                                        .add(options.timing().abandonedAfter().toMillis())));
        if (abandoned.isEmpty()) {
            reclaimAt =
                    options.timing().nanoClock().getAsLong()
                            + options.timing().abandonedAfter().toNanos() / 3;
            return List.of();
        }
        for (Entry entry : abandoned) {
            held.hold(consumer, entry.id());
            due.addLast(new Due(entry.id(), entry));
        }
        Entry first = nextDue();
        return first == null ? List.of() : List.of(first);
    }

    private boolean reclaimIsDue() {
        return options.timing().nanoClock().getAsLong() - reclaimAt >= 0;
    }

    /** On the same way Redis is told what was handled: a round trip less for each delivery. */
    private List<Entry> take(int most, long enough) {
        return Entry.all(
                tellAndCall(
                        Args.script(Script.TAKE, keys.queue())
                                .add(Keys.GROUP, consumer, most)
                                .add(enough)));
    }

    /** The first that comes, and what has come with it. */
    private List<Entry> await() {
        Object reply =
                connection.call(
                        Args.of(
                                Command.XREADGROUP,
                                "GROUP",
                                Keys.GROUP,
                                consumer,
                                "COUNT",
                                1,
                                "BLOCK",
                                BLOCK_MILLIS,
                                "STREAMS",
                                keys.queue(),
                                ">"));
        List<?> streams = Entry.list(reply);
        if (streams.isEmpty()) {
            return List.of();
        }
        List<Entry> found = new ArrayList<>();
        for (Object entry : Entry.list(Entry.list(streams.getFirst()).get(1))) {
            found.add(Entry.stored(1, entry));
        }
        long weight = found.stream().mapToLong(Entry::weight).sum();
        found.addAll(take(maxBatch - found.size(), options.limits().maxBatchWeight() - weight));
        return found;
    }

    /** From the beginning: whatever was sent before there was a group is for it too. */
    private void createGroup() {
        try {
            Object unused =
                    connection.call(
                            Args.of(
                                    Command.XGROUP,
                                    "CREATE",
                                    keys.queue(),
                                    Keys.GROUP,
                                    "0",
                                    "MKSTREAM"));
        } catch (ChannelUnreachableException e) {
            if (!String.valueOf(e.getMessage()).contains("BUSYGROUP")) {
                throw e;
            }
        }
    }

    /** To be handed out again, each alone, before anything else. */
    void again(List<Entry> failed) {
        for (Entry entry : failed.reversed()) {
            due.addFirst(new Due(entry.id(), null));
        }
    }

    /** Done with: Redis is told when the next are looked for. */
    void settle(List<Entry> entries, Args command) {
        handled.add(new Handled(entries.stream().map(Entry::id).toList(), command));
    }

    private void tell() {
        if (!handled.isEmpty()) {
            told(connection.pipeline(commands()));
        }
    }

    private @Nullable Object tellAndCall(Args command) {
        List<Args> commands = commands();
        commands.add(command);
        List<RedisConnection.Reply> replies = connection.pipeline(commands);
        told(replies);
        return replies.getLast().value();
    }

    private List<Args> commands() {
        List<Args> commands = new ArrayList<>();
        handled.forEach(each -> commands.add(each.command()));
        return commands;
    }

    /** What Redis has refused is told again. */
    private void told(List<RedisConnection.Reply> replies) {
        for (int i = 0; i < handled.size(); i++) {
            Object unused = replies.get(i).value();
        }
        handled.forEach(each -> each.ids().forEach(held::release));
        handled.clear();
    }

    /** Others need not be told any more that it is not abandoned. */
    void release(Entry entry) {
        held.release(entry.id());
    }

    /** What Redis cannot be told now it hands to others once more. */
    @Override
    public void close() {
        try {
            tell();
        } catch (ChannelException | RedisConnection.NoGroupException e) {
            log.info("[{}] Redis is not told what was handled: {}", consumer, e.getMessage());
        } finally {
            connection.close();
        }
    }
}

package dev.chronicle.channel.redis;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelClosedException;
import dev.chronicle.channel.ChannelException;
import dev.chronicle.channel.ChannelFullException;
import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.ChannelStatus;
import dev.chronicle.channel.DeadLetterHandler;
import dev.chronicle.channel.MessageHandler;
import dev.chronicle.supervision.ChildStatus;
import dev.chronicle.supervision.Supervisor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import redis.clients.jedis.Protocol.Command;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A channel on Redis Streams that processes share: each message goes to one consumer of one of
 * them, and is taken out of Redis only after its handler has returned. What a process had that
 * ended is handed to others. A message that fails too often becomes one of the {@link DeadLetters}.
 * The process that sent a message is told what became of it, by {@link MessageFormat#handled}.
 *
 * <p>A message may be handled twice: when its process ends between handling it and saying so. What
 * Redis loses is lost; its senders are told that nobody has confirmed it.
 *
 * @param <T> the message
 */
public final class RedisChannel<T> implements Channel<T> {

    private static final Logger log = LoggerFactory.getLogger(RedisChannel.class);
    private static final Duration TO_STOP = Duration.ofSeconds(1);

    /** Longer than an idle consumer waits for a message before it looks up. */
    private static final Duration TO_LOOK_UP = Duration.ofMillis(600);

    private static final Duration ROOM_CHECK = Duration.ofMillis(20);

    private final String node = Long.toHexString(new SecureRandom().nextLong());
    private final ChannelOptions<T> options;
    private final RedisChannelOptions redis;
    private final MessageFormat<T> format;
    private final Keys keys;
    private final SentMessages<T> sent = new SentMessages<>();
    private final HeldEntries held;
    private final Sender sender;
    private final RedisConnection control;
    private final ReentrantLock controlLock = new ReentrantLock();
    private final List<RedisConsumer<T>> consumers = new ArrayList<>();
    private final List<Settlement<T>> settlements = new ArrayList<>();
    private final Supervisor consuming;
    private final Supervisor upkeep;
    private volatile ChannelStatus.State state = ChannelStatus.State.OPEN;
    private volatile boolean stopping;
    private boolean hungUp;

    private RedisChannel(
            ChannelOptions<T> options, RedisChannelOptions redis, MessageFormat<T> format) {
        this.options = options;
        this.redis = redis;
        this.format = format;
        keys = Keys.of(redis.channel());
        held = new HeldEntries(keys);
        sender =
                new Sender(
                        keys,
                        options.capacity(),
                        options.maxWeight(),
                        new RedisConnection(redis.address()));
        control = new RedisConnection(redis.address());
        Duration share = TO_STOP.dividedBy(options.consumers().size() + 1L);
        consuming = new Supervisor(options.supervision().stopWithin(share), this::giveUp);
        upkeep = new Supervisor(options.supervision().stopWithin(share), this::giveUp);
        upkeep.start("redis-replies", this::readReplies);
        upkeep.start("redis-upkeep", this::keepUp);
    }

    /** Opens a channel and starts its consumers. Redis may be away; then they wait for it. */
    public static <T> RedisChannel<T> open(
            ChannelOptions<T> options,
            RedisChannelOptions redis,
            MessageFormat<T> format,
            MessageHandler<T> handler,
            DeadLetterHandler<T> deadLetters) {
        RedisChannel<T> channel = new RedisChannel<>(options, redis, format);
        channel.consume(
                new RedisConsumer.Work<>(format, handler, deadLetters, options.maxAttempts()));
        return channel;
    }

    /** Opens a channel that only sends; other processes handle. Its options' consumers are not. */
    public static <T> RedisChannel<T> sendOnly(
            ChannelOptions<T> options, RedisChannelOptions redis, MessageFormat<T> format) {
        return new RedisChannel<>(options, redis, format);
    }

    private void consume(RedisConsumer.Work<T> work) {
        for (String name : options.consumers()) {
            Deliveries deliveries =
                    new Deliveries(
                            node + ":" + name,
                            keys,
                            options.maxBatch(),
                            redis,
                            held,
                            () -> stopping);
            Settlement<T> settlement = new Settlement<>(node, keys, redis, sent, format);
            settlements.add(settlement);
            consumers.add(new RedisConsumer<>(name, deliveries, settlement, work, patience(name)));
        }
        for (RedisConsumer<T> consumer : consumers) {
            log.info("Starting consumer: {}", consumer.name());
            consuming.start(consumer.name(), consumer::run);
        }
        log.info("Started {} competing consumers", consumers.size());
    }

    private Patience patience(String who) {
        return new Patience(who, redis, new SplittableRandom((node + who).hashCode()));
    }

    private void readReplies() throws InterruptedException {
        new Replies<>(
                        keys.replies() + node,
                        sent,
                        new LostMessages<>(keys, held, sent),
                        format,
                        new RedisConnection(redis.address()),
                        patience("replies"))
                .run();
    }

    private void keepUp() throws InterruptedException {
        new Upkeep<>(keys, redis, held, sent, format, patience("upkeep")).run();
    }

    @Override
    public void send(T message) {
        requireOpen();
        long weight = weigh(message);
        if (sent.size() >= options.capacity()) {
            throw new ChannelFullException(
                    "too many messages wait to be confirmed: capacity=" + options.capacity());
        }
        byte[] body = format.encode(message);
        long number = sent.add(message, redis.timing().nanoClock().getAsLong());
        try {
            sent.sent(number, sender.send(weight, node, number, body));
        } catch (RuntimeException e) {
            boolean unused = sent.remove(number).isPresent();
            throw e;
        }
    }

    @Override
    public void send(T message, Duration timeout) throws InterruptedException {
        long deadline = redis.timing().nanoClock().getAsLong() + timeout.toNanos();
        while (true) {
            try {
                send(message);
                return;
            } catch (ChannelFullException e) {
                long left = deadline - redis.timing().nanoClock().getAsLong();
                if (left <= 0) {
                    throw e;
                }
                sent.awaitChange(ROOM_CHECK.toNanos() < left ? ROOM_CHECK : Duration.ofNanos(left));
            }
        }
    }

    private void requireOpen() {
        switch (state) {
            case OPEN, UNREACHABLE -> {}
            case CLOSED -> throw new ChannelClosedException("the channel is closed");
            case FAILED ->
                    throw new ChannelClosedException("the channel's consumers have given up");
        }
    }

    private long weigh(T message) {
        long weight = options.weigher().applyAsLong(message);
        if (weight < 0 || weight > options.maxWeight()) {
            throw new IllegalArgumentException(
                    "a message must weigh 0 to %d: weight=%d"
                            .formatted(options.maxWeight(), weight));
        }
        return weight;
    }

    /** Asks Redis; the consumers are those of this process. */
    @Override
    public ChannelStatus status() {
        long[] counts = new long[4];
        ChannelStatus.State now = state;
        controlLock.lock();
        try {
            List<?> reply =
                    Entry.list(
                            ask(
                                    Args.script(
                                                    Script.STATUS,
                                                    keys.queue(),
                                                    keys.weight(),
                                                    keys.dead())
                                            .add(Keys.GROUP)));
            for (int i = 0; i < counts.length; i++) {
                counts[i] = Entry.number(reply.get(i));
            }
        } catch (ChannelException e) {
            now = now == ChannelStatus.State.OPEN ? ChannelStatus.State.UNREACHABLE : now;
        } finally {
            controlLock.unlock();
        }
        return new ChannelStatus(
                now,
                Math.toIntExact(counts[0] - counts[1]),
                Math.toIntExact(counts[1]),
                options.capacity(),
                counts[2],
                options.maxWeight(),
                consumerStatuses());
    }

    /** Guarded by the lock: who has hung up stays so. */
    private Object ask(Args command) {
        Object reply = hungUp ? null : control.call(command);
        return reply == null ? List.of(0L, 0L, 0L, 0L) : reply;
    }

    private List<ChannelStatus.ConsumerStatus> consumerStatuses() {
        List<ChildStatus> children = consuming.children();
        List<ChannelStatus.ConsumerStatus> statuses = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            ChildStatus child = children.get(i);
            RedisConsumer<T> consumer = consumers.get(i);
            statuses.add(
                    new ChannelStatus.ConsumerStatus(
                            child.name(),
                            child.state(),
                            consumer.processed(),
                            consumer.failed(),
                            child.restarts()));
        }
        return statuses;
    }

    /** What no consumer could handle, of any process. */
    public DeadLetters deadLetters() {
        return new DeadLetters(keys, options.capacity(), options.maxWeight(), control, controlLock);
    }

    /** What is left stays in Redis, and may be handled by others. */
    @Override
    public List<T> drain(Duration timeout) throws InterruptedException {
        closeTo(ChannelStatus.State.CLOSED);
        long deadline = System.nanoTime() + timeout.toNanos();
        sent.awaitNone(timeout);
        stopping = true;
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (!consuming.awaitTermination(left.compareTo(TO_LOOK_UP) > 0 ? left : TO_LOOK_UP)) {
            consuming.close();
            boolean unused = consuming.awaitTermination(TO_STOP);
        }
        hangUp();
        return sent.clear();
    }

    private void giveUp(String consumer, Throwable failure) {
        closeTo(ChannelStatus.State.FAILED);
    }

    private synchronized void closeTo(ChannelStatus.State how) {
        if (state == ChannelStatus.State.OPEN) {
            state = how;
        }
    }

    /** What is left stays in Redis for others; who waits here is told that nobody knows. */
    @Override
    public void close() {
        closeTo(ChannelStatus.State.CLOSED);
        stopping = true;
        consuming.close();
        try {
            boolean unused = consuming.awaitTermination(TO_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hangUp();
        sent.clear().forEach(message -> format.lost(message, "the channel was closed"));
    }

    private void hangUp() {
        upkeep.close();
        settlements.forEach(Settlement::close);
        sender.close();
        controlLock.lock();
        try {
            if (hungUp) {
                return;
            }
            hungUp = true;
            held.abandon(control);
            Object unused = control.call(Args.of(Command.DEL, keys.replies() + node));
        } catch (ChannelException | RedisConnection.NoGroupException e) {
            log.info("Redis is not told that this process ends: {}", e.getMessage());
        } finally {
            control.close();
            controlLock.unlock();
        }
    }
}

package dev.chronicle.channel;

import dev.chronicle.supervision.ChildStatus;
import dev.chronicle.supervision.Supervisor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A {@link Channel} in memory, with its consumers on virtual threads. What it holds is gone when
 * the process ends. A consumer whose handler throws is restarted with backoff and its messages go
 * back to the front of the queue; when consumers fail too often the channel fails, and what it
 * holds goes to the dead letters.
 */
public final class InProcessChannel<T> implements Channel<T> {

    private static final Logger log = LoggerFactory.getLogger(InProcessChannel.class);
    private static final Duration TO_STOP = Duration.ofSeconds(1);

    private final MessageQueue<T> queue;
    private final List<Consumer<T>> consumers = new ArrayList<>();
    private final Supervisor supervisor;
    private final DeadLetterHandler<T> deadLetters;
    private final ToLongFunction<T> weigher;
    private final long maxWeight;
    private volatile @Nullable Throwable gaveUp;

    /** Opens the channel and starts its consumers. */
    public InProcessChannel(
            ChannelOptions<T> options,
            MessageHandler<T> handler,
            DeadLetterHandler<T> deadLetters) {
        queue = new MessageQueue<>(options.capacity(), options.maxWeight(), options.maxBatch());
        // one after another they are told to stop, and all of them within that time
        Duration share = TO_STOP.dividedBy(options.consumers().size() + 1L);
        supervisor = new Supervisor(options.supervision().stopWithin(share), this::giveUp);
        this.deadLetters = deadLetters;
        weigher = options.weigher();
        maxWeight = options.maxWeight();
        for (String name : options.consumers()) {
            consumers.add(new Consumer<>(name, queue, handler, deadLetters, options.maxAttempts()));
        }
        for (Consumer<T> consumer : consumers) {
            log.info("Starting consumer: {}", consumer.name());
            supervisor.start(consumer.name(), () -> run(consumer));
        }
        log.info("Started {} competing consumers", consumers.size());
    }

    private void run(Consumer<T> consumer) throws Exception {
        try {
            consumer.run();
        } finally {
            // what it was handling came back to the queue, maybe after everybody else had gone
            Throwable cause = gaveUp;
            if (cause != null) {
                buryRest(cause);
            }
        }
    }

    @Override
    public void send(T message) {
        queue.put(message, weigh(message));
    }

    @Override
    public void send(T message, Duration timeout) throws InterruptedException {
        queue.put(message, weigh(message), timeout);
    }

    private long weigh(T message) {
        long weight = weigher.applyAsLong(message);
        if (weight < 0 || weight > maxWeight) {
            throw new IllegalArgumentException(
                    "a message must weigh 0 to %d: weight=%d".formatted(maxWeight, weight));
        }
        return weight;
    }

    @Override
    public ChannelStatus status() {
        List<ChildStatus> children = supervisor.children();
        List<ChannelStatus.ConsumerStatus> statuses = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            ChildStatus child = children.get(i);
            Consumer<T> consumer = consumers.get(i);
            statuses.add(
                    new ChannelStatus.ConsumerStatus(
                            child.name(),
                            child.state(),
                            consumer.processed(),
                            consumer.failed(),
                            child.restarts()));
        }
        return queue.status(statuses);
    }

    /** How many consumers have nothing to do. */
    int waiting() {
        return queue.waiting();
    }

    @Override
    public List<T> drain(Duration timeout) throws InterruptedException {
        queue.close(ChannelStatus.State.CLOSED);
        if (!supervisor.awaitTermination(timeout)) {
            supervisor.close();
            supervisor.awaitTermination(TO_STOP);
        }
        List<T> left = new ArrayList<>();
        for (Consumer<T> consumer : consumers) {
            consumer.inFlight().forEach(message -> left.add(message.body));
        }
        queue.clear().forEach(message -> left.add(message.body));
        return left;
    }

    private void giveUp(String consumer, Throwable failure) {
        gaveUp = failure;
        queue.close(ChannelStatus.State.FAILED);
        buryRest(failure);
    }

    private void buryRest(Throwable cause) {
        Consumer.bury(queue.clear(), cause, deadLetters);
    }

    @Override
    public void close() {
        Throwable cause = new ChannelClosedException("the channel was closed");
        gaveUp = cause;
        queue.close(ChannelStatus.State.CLOSED);
        supervisor.close();
        try {
            supervisor.awaitTermination(TO_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        buryRest(cause);
    }
}

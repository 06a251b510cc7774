package dev.chronicle.pubsub;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * That a subscriber listens to some topics of a channel, until it is closed. Who subscribes twice
 * has two, and gets everything twice. Threads may share it.
 */
public final class TopicSubscription implements AutoCloseable {

    private final String channel;
    private final TopicPattern pattern;
    private final Subscriber subscriber;
    private final Consumer<TopicSubscription> whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    TopicSubscription(
            String channel,
            TopicPattern pattern,
            Subscriber subscriber,
            Consumer<TopicSubscription> whenClosed) {
        this.channel = channel;
        this.pattern = pattern;
        this.subscriber = subscriber;
        this.whenClosed = whenClosed;
    }

    public String channel() {
        return channel;
    }

    public TopicPattern pattern() {
        return pattern;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** Unsubscribes: what is queued still comes, nothing more is. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            whenClosed.accept(this);
        }
    }
}

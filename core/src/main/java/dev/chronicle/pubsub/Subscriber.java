package dev.chronicle.pubsub;

import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * Somebody who listens: what its subscriptions bring waits here, bounded, higher priorities first.
 * One that is slow, or never takes anything, delays nobody and holds no more than its options say.
 * Threads may share it; each message goes to one of them.
 */
public final class Subscriber implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int BATCH = 64;

    private final String name;
    private final Mailbox mailbox;
    private final Telemetry telemetry;
    private final Set<TopicSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Subscriber(String name, SubscriberOptions options, Telemetry telemetry) {
        this.name = name;
        this.telemetry = telemetry;
        mailbox = new Mailbox(options);
    }

    public String name() {
        return name;
    }

    /**
     * The next messages: waits until there is at least one.
     *
     * @param max the most to hand out, at least 1
     * @param timeout how long to wait
     * @return 1 to {@code max}; none if the time is over
     * @throws SubscriberClosedException if it is closed
     */
    public List<Delivery> take(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1: max=" + max);
        }
        Duration wait = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
        return mailbox.take(max, wait.toNanos());
    }

    /**
     * Hands every message to the handler, on a thread of its own, until the subscriber is closed. A
     * handler that throws ends the subscriber, which is told as {@link
     * TelemetryEvent.SubscriberFailed}: whoever wants it back subscribes again.
     */
    public void handle(ThreadFactory threads, DeliveryHandler handler) {
        threads.newThread(() -> run(handler)).start();
    }

    private void run(DeliveryHandler handler) {
        try {
            while (true) {
                for (Delivery delivery : take(BATCH, LONGEST_WAIT)) {
                    handler.handle(delivery);
                }
            }
        } catch (SubscriberClosedException e) {
            // it was closed, as it may be
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            telemetry.emit(() -> new TelemetryEvent.SubscriberFailed(name, e));
        } finally {
            close();
        }
    }

    /** How many messages wait. */
    public int queued() {
        return mailbox.size();
    }

    /** How many messages it did not get, because there were too many. */
    public long dropped() {
        return mailbox.dropped();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /**
     * @throws SubscriberClosedException if it is closed
     */
    void add(TopicSubscription subscription) {
        subscriptions.add(subscription);
        if (closed) {
            subscription.close();
            throw new SubscriberClosedException();
        }
    }

    void forget(TopicSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Ends its subscriptions and lets go of what waits. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        mailbox.close();
        subscriptions.forEach(TopicSubscription::close);
    }
}

package dev.chronicle.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** One channel: its subscriptions, its rate, its history and its counts. Threads share it. */
final class PubSubChannel {

    private final ChannelPolicy policy;
    private final LongSupplier nanoClock;
    private final Optional<RateLimiter> limiter;
    private final Optional<History> history;
    private final SubscriptionTable table = new SubscriptionTable();
    private final AtomicLong ids = new AtomicLong();

    /** A new subscriber must find each message either in the history or in its queue. */
    private final ReentrantLock historyLock = new ReentrantLock();

    private final LongAdder published = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder rateLimited = new LongAdder();
    private final LongAdder refused = new LongAdder();

    PubSubChannel(ChannelPolicy policy, LongSupplier nanoClock) {
        this.policy = policy;
        this.nanoClock = nanoClock;
        limiter =
                policy.maxPerSecond().isPresent()
                        ? Optional.of(
                                new RateLimiter(
                                        policy.maxPerSecond().getAsInt(),
                                        ChannelPolicy.RATE_SPAN.toNanos(),
                                        nanoClock))
                        : Optional.empty();
        history =
                policy.history() > 0
                        ? Optional.of(new History(policy.history()))
                        : Optional.empty();
    }

    ChannelPolicy policy() {
        return policy;
    }

    Optional<RateLimiter> limiter() {
        return limiter;
    }

    void rateLimited() {
        rateLimited.increment();
    }

    void refused() {
        refused.increment();
    }

    void subscribe(TopicSubscription subscription, OptionalLong after) {
        if (history.isEmpty()) {
            table.add(subscription);
            return;
        }
        Mailbox mailbox = subscription.subscriber().mailbox();
        historyLock.lock();
        try {
            for (Delivery last : history.get().behind(after.orElse(0), subscription.pattern())) {
                mailbox.offer(last, new Overflow.DropOldest());
            }
            table.add(subscription);
        } finally {
            historyLock.unlock();
        }
    }

    void unsubscribe(TopicSubscription subscription) {
        table.remove(subscription);
    }

    /** Hands the message to whoever listens here. */
    Broadcast deliver(Message message) {
        published.increment();
        Broadcast broadcast = history.isPresent() ? keep(history.get(), message) : send(message);
        broadcast.waitForFull();
        delivered.add(broadcast.recipients);
        dropped.add(broadcast.dropped);
        return broadcast;
    }

    private Broadcast keep(History kept, Message message) {
        historyLock.lock();
        try {
            Broadcast broadcast = send(message);
            kept.add(broadcast.delivery);
            return broadcast;
        } finally {
            historyLock.unlock();
        }
    }

    private Broadcast send(Message message) {
        Broadcast broadcast =
                new Broadcast(new Delivery(ids.incrementAndGet(), policy.priority(), message));
        table.forEach(message.topic(), broadcast::offer);
        return broadcast;
    }

    ChannelStatus status() {
        return new ChannelStatus(
                policy,
                table.size(),
                published.sum(),
                delivered.sum(),
                dropped.sum(),
                rateLimited.sum(),
                refused.sum());
    }

    /** One message on its way to its subscribers. One thread uses it. */
    final class Broadcast {

        private final Delivery delivery;
        private List<TopicSubscription> full = List.of();
        private int recipients;
        private int dropped;

        private Broadcast(Delivery delivery) {
            this.delivery = delivery;
        }

        int recipients() {
            return recipients;
        }

        /** How many messages were not or will not be delivered for it, or of it. */
        int dropped() {
            return dropped;
        }

        private void offer(TopicSubscription subscription) {
            Mailbox mailbox = subscription.subscriber().mailbox();
            count(mailbox.offer(delivery, policy.overflow()), subscription);
        }

        private void count(Mailbox.Outcome outcome, TopicSubscription subscription) {
            switch (outcome) {
                case QUEUED -> recipients++;
                case QUEUED_FOR_OTHERS -> {
                    recipients++;
                    dropped++;
                }
                case DROPPED -> dropped++;
                case CLOSED -> subscription.close();
                case FULL -> {
                    if (full.isEmpty()) {
                        full = new ArrayList<>();
                    }
                    full.add(subscription);
                }
            }
        }

        /** Only now, when everybody else has it. */
        private void waitForFull() {
            if (full.isEmpty() || !(policy.overflow() instanceof Overflow.Block(var limit))) {
                return;
            }
            long deadline = nanoClock.getAsLong() + limit.toNanos();
            for (TopicSubscription subscription : full) {
                long left = Math.max(0, deadline - nanoClock.getAsLong());
                count(offerWithin(subscription, left), subscription);
            }
        }

        private Mailbox.Outcome offerWithin(TopicSubscription subscription, long nanos) {
            try {
                return subscription.subscriber().mailbox().offerWithin(delivery, nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Mailbox.Outcome.DROPPED;
            }
        }
    }
}

package dev.chronicle.channel.redis;

import dev.chronicle.channel.ChannelException;
import dev.chronicle.channel.DeadLetterHandler;
import dev.chronicle.channel.Delivery;
import dev.chronicle.channel.MessageHandler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A competing consumer: takes messages, lets the handler have them, takes them out of the queue
 * when it has returned, and fails with the handler. Its supervisor runs it again, and it goes on
 * with the messages it still has, one by one. While Redis is away it waits.
 */
final class RedisConsumer<T> {

    private static final Logger log = LoggerFactory.getLogger(RedisConsumer.class);

    private final String name;
    private final Deliveries deliveries;
    private final Settlement<T> settlement;
    private final MessageFormat<T> format;
    private final MessageHandler<T> handler;
    private final DeadLetterHandler<T> deadLetters;
    private final int maxAttempts;
    private final Patience patience;
    private final LongAdder processed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** What a consumer does with messages. */
    record Work<T>(
            MessageFormat<T> format,
            MessageHandler<T> handler,
            DeadLetterHandler<T> deadLetters,
            int maxAttempts) {}

    RedisConsumer(
            String name,
            Deliveries deliveries,
            Settlement<T> settlement,
            Work<T> work,
            Patience patience) {
        this.name = name;
        this.deliveries = deliveries;
        this.settlement = settlement;
        format = work.format();
        handler = work.handler();
        deadLetters = work.deadLetters();
        maxAttempts = work.maxAttempts();
        this.patience = patience;
    }

    String name() {
        return name;
    }

    long processed() {
        return processed.sum();
    }

    long failed() {
        return failed.sum();
    }

    /** Handles messages until it is told to stop. */
    void run() throws Exception {
        try (deliveries) {
            boolean more;
            do {
                more = handleNext();
            } while (more);
        }
    }

    /** In a frame of its own: what was handled is the collector's before the next is waited for. */
    private boolean handleNext() throws Exception {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (deliveries.stopped()) {
            return false;
        }
        List<Entry> entries = next();
        if (!entries.isEmpty()) {
            handle(entries);
        }
        return true;
    }

    private List<Entry> next() throws InterruptedException {
        try {
            List<Entry> entries = deliveries.next();
            patience.restored();
            return entries;
        } catch (ChannelException e) {
            patience.await(e);
            return List.of();
        }
    }

    private void handle(List<Entry> entries) throws Exception {
        List<Entry> readable = new ArrayList<>(entries.size());
        List<T> messages = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            T message = decode(entry);
            if (message != null) {
                readable.add(entry);
                messages.add(message);
            }
        }
        if (messages.isEmpty()) {
            return;
        }
        try {
            handler.handle(new Delivery<>(name, List.copyOf(messages)));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable failure) {
            failed.add(messages.size());
            retryOrBury(readable, messages, failure);
            throw failure;
        }
        processed.add(messages.size());
        deliveries.settle(readable, settlement.done(readable, messages));
    }

    /** What cannot be read, or has taken its consumers down with it, is a dead letter. */
    private @Nullable T decode(Entry entry) throws InterruptedException {
        T message;
        try {
            message = format.decode(entry.body());
        } catch (RuntimeException e) {
            log.error("[{}] a message cannot be read: {}", name, entry.id(), e);
            settlement.unreadable(entry, e, patience);
            deliveries.release(entry);
            return null;
        }
        if (entry.attempts() > maxAttempts) {
            bury(
                    entry,
                    message,
                    new IllegalStateException("its consumers ended while they had it"));
            return null;
        }
        return message;
    }

    private void retryOrBury(List<Entry> entries, List<T> messages, Throwable failure)
            throws InterruptedException {
        List<Entry> again = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.attempts() < maxAttempts) {
                again.add(entry);
            }
        }
        deliveries.again(again);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).attempts() >= maxAttempts) {
                bury(entries.get(i), messages.get(i), failure);
            }
        }
    }

    private void bury(Entry entry, T message, Throwable cause) throws InterruptedException {
        try {
            deadLetters.handle(message, Math.min(entry.attempts(), maxAttempts), cause);
        } catch (RuntimeException e) {
            log.error("a dead letter was refused after {} attempts", entry.attempts(), e);
        }
        settlement.dead(entry, message, cause, patience);
        deliveries.release(entry);
    }
}

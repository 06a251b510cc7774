package dev.chronicle.channel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A competing consumer: takes messages, lets the handler have them, and fails with the handler,
 * having put the messages back. Its supervisor runs it again.
 */
final class Consumer<T> {

    private static final Logger log = LoggerFactory.getLogger(Consumer.class);

    private final String name;
    private final MessageQueue<T> queue;
    private final MessageHandler<T> handler;
    private final DeadLetterHandler<T> deadLetters;
    private final int maxAttempts;
    private final LongAdder processed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile List<Message<T>> inFlight = List.of();

    Consumer(
            String name,
            MessageQueue<T> queue,
            MessageHandler<T> handler,
            DeadLetterHandler<T> deadLetters,
            int maxAttempts) {
        this.name = name;
        this.queue = queue;
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.maxAttempts = maxAttempts;
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

    /** What its handler has not returned from. */
    List<Message<T>> inFlight() {
        return inFlight;
    }

    /** Handles messages until the channel is closed and empty. */
    void run() throws Exception {
        boolean more;
        do {
            more = handleNext();
        } while (more);
    }

    /**
     * In a frame of its own: what was handled is the collector's before the next is waited for.
     *
     * @return whether there can be more
     */
    private boolean handleNext() throws Exception {
        List<Message<T>> messages = queue.take();
        if (messages.isEmpty()) {
            return false;
        }
        inFlight = messages;
        try {
            handler.handle(new Delivery<>(name, bodies(messages)));
        } catch (InterruptedException e) {
            inFlight = List.of();
            queue.giveBack(messages);
            throw e;
        } catch (Throwable failure) {
            inFlight = List.of();
            failed.add(messages.size());
            retryOrBury(messages, failure);
            throw failure;
        }
        inFlight = List.of();
        processed.add(messages.size());
        queue.remove(messages);
        return true;
    }

    private static <T> List<T> bodies(List<Message<T>> messages) {
        if (messages.size() == 1) {
            return List.of(messages.getFirst().body);
        }
        List<T> bodies = new ArrayList<>(messages.size());
        for (Message<T> message : messages) {
            bodies.add(message.body);
        }
        return bodies;
    }

    private void retryOrBury(List<Message<T>> messages, Throwable failure) {
        List<Message<T>> again = new ArrayList<>();
        List<Message<T>> dead = new ArrayList<>();
        for (Message<T> message : messages) {
            message.attempts++;
            (message.attempts < maxAttempts ? again : dead).add(message);
        }
        queue.giveBack(again);
        bury(dead, failure, deadLetters);
        queue.remove(dead);
    }

    static <T> void bury(List<Message<T>> dead, Throwable cause, DeadLetterHandler<T> deadLetters) {
        for (Message<T> message : dead) {
            try {
                deadLetters.handle(message.body, message.attempts, cause);
            } catch (RuntimeException e) {
                log.error("a dead letter was refused after {} attempts", message.attempts, e);
            }
        }
    }
}

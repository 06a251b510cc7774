package dev.chronicle.channel;

/** What the consumers of a channel do with messages. Each consumer's thread calls it. */
@FunctionalInterface
public interface MessageHandler<T> {

    /**
     * Handles the messages; blocking is fine. Return normally only when all of them are done with:
     * after an exception every one is delivered again, alone.
     */
    void handle(Delivery<T> delivery) throws Exception;
}

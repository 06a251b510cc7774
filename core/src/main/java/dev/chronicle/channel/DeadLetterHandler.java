package dev.chronicle.channel;

/** Where a message goes that no consumer could handle, so that it is never lost silently. */
@FunctionalInterface
public interface DeadLetterHandler<T> {

    /**
     * @param message the message
     * @param attempts how often it was delivered, 0 if never
     * @param cause the failure of the last attempt, or why there will be none
     */
    void handle(T message, int attempts, Throwable cause);
}

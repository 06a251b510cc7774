package dev.chronicle.channel.redis;

/**
 * How messages become bytes, and how the sender of one is told what became of it. Threads share it.
 *
 * @param <T> the message
 */
public interface MessageFormat<T> {

    /** The bytes of a message. */
    byte[] encode(T message);

    /**
     * The message of these bytes.
     *
     * @throws RuntimeException if they are none: then they are a dead letter at once
     */
    T decode(byte[] bytes);

    /**
     * What the sender is to be told of a message, when its handler has returned or it is a dead
     * letter; short. Empty unless overridden.
     */
    default byte[] outcome(T handled) {
        return new byte[0];
    }

    /**
     * A message that was sent here was handled, by whichever process; nothing to do unless
     * overridden. Must not wait.
     *
     * @param sent as it was sent
     * @param outcome what the process that handled it says
     */
    default void handled(T sent, byte[] outcome) {}

    /**
     * What became of a message that was sent here is not known, or it is a dead letter that could
     * not be read; nothing to do unless overridden. Must not wait.
     *
     * @param sent as it was sent
     * @param reason why
     */
    default void lost(T sent, String reason) {}
}

package dev.chronicle.channel;

/** A message that a channel did not take. */
public abstract sealed class ChannelException extends RuntimeException
        permits ChannelClosedException, ChannelFullException, ChannelUnreachableException {

    private static final long serialVersionUID = 1L;

    ChannelException(String message) {
        super(message);
    }

    ChannelException(String message, Throwable cause) {
        super(message, cause);
    }
}

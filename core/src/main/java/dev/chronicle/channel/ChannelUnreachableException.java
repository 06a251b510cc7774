package dev.chronicle.channel;

/**
 * The channel does not reach what keeps its messages, and comes back by itself. Whether it has the
 * message is not known: send it again when it may be handled twice.
 */
public final class ChannelUnreachableException extends ChannelException {

    private static final long serialVersionUID = 1L;

    public ChannelUnreachableException(String message) {
        super(message);
    }

    public ChannelUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.chronicle.channel;

/** The channel takes no messages any more: it was closed, or its consumers have given up. */
public final class ChannelClosedException extends ChannelException {

    private static final long serialVersionUID = 1L;

    public ChannelClosedException(String message) {
        super(message);
    }
}

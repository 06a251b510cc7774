package dev.chronicle.channel;

/** The channel has no room at the moment; try again later. */
public final class ChannelFullException extends ChannelException {

    private static final long serialVersionUID = 1L;

    public ChannelFullException(String message) {
        super(message);
    }

    /** Thrown when many are refused, so it carries no stack trace. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

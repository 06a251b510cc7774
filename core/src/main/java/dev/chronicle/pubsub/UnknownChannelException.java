package dev.chronicle.pubsub;

/** There is no channel of that name. */
public final class UnknownChannelException extends PubSubException {

    private static final long serialVersionUID = 1L;

    UnknownChannelException(String channel) {
        super("there is no such channel: channel=" + channel);
    }
}

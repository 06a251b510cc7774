package dev.chronicle.pubsub;

/** What cannot be done with channels as they are. */
public abstract sealed class PubSubException extends RuntimeException
        permits UnknownChannelException, SubscriberClosedException, TooManySubscriptionsException {

    private static final long serialVersionUID = 1L;

    PubSubException(String message) {
        super(message);
    }
}

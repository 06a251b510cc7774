package dev.chronicle.pubsub;

/** The subscriber was closed, or what handled its messages has failed. */
public final class SubscriberClosedException extends PubSubException {

    private static final long serialVersionUID = 1L;

    SubscriberClosedException() {
        super("the subscriber is closed");
    }
}

package dev.chronicle.pubsub;

/** There are as many subscriptions as there may be. */
public final class TooManySubscriptionsException extends PubSubException {

    private static final long serialVersionUID = 1L;

    TooManySubscriptionsException(int max) {
        super("there are as many subscriptions as there may be: max=" + max);
    }
}

package dev.chronicle.pubsub;

/** Is handed the messages of a subscriber, one after another. */
@FunctionalInterface
public interface DeliveryHandler {

    /** What it throws ends the subscriber; see {@link Subscriber#handle}. */
    void handle(Delivery delivery) throws Exception;
}

package dev.chronicle.channel;

/** A message on its way through a channel. */
final class Message<T> {

    final T body;
    final long weight;
    int attempts;

    Message(T body, long weight) {
        this.body = body;
        this.weight = weight;
    }

    /** Whether it was in a delivery that failed, and must not share the next one. */
    boolean travelsAlone() {
        return attempts > 0;
    }
}

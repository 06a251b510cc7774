package dev.chronicle.pubsub;

import dev.chronicle.event.EventData;

import java.util.Objects;

/**
 * What is published. Immutable; threads may share it.
 *
 * @param channel the name of the channel
 * @param topic what it is about
 * @param data what it says; never looked into
 * @param signature the sender's, or {@link Signature#NONE}
 */
public record Message(String channel, Topic topic, EventData data, Signature signature) {

    public Message {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(signature, "signature");
        if (data.contentType().chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a content type is one line");
        }
    }

    /** A message without a signature. */
    public static Message of(String channel, String topic, EventData data) {
        return new Message(channel, new Topic(topic), data, Signature.NONE);
    }

    /** The same, with this signature. */
    public Message signed(Signature signature) {
        return new Message(channel, topic, data, signature);
    }
}

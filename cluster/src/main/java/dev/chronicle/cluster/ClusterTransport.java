package dev.chronicle.cluster;

import dev.chronicle.event.EventData;
import dev.chronicle.pubsub.Message;
import dev.chronicle.pubsub.Signature;
import dev.chronicle.pubsub.Topic;
import dev.chronicle.pubsub.Transport;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Channels of all nodes as one: what is published on one node reaches the subscribers of all, at
 * most once. A node that cannot be reached, or does not keep up, misses messages. What one node
 * sends arrives in the order in which it was sent. Threads share it.
 */
final class ClusterTransport implements Transport {

    private final String scope;
    private final Network network;
    private volatile ToIntFunction<Message> local = _ -> 0;

    ClusterTransport(String scope, Network network) {
        this.scope = scope;
        this.network = network;
    }

    @Override
    public void connect(ToIntFunction<Message> local) {
        this.local = local;
        network.serve(
                Service.CHANNELS,
                (_, bytes) -> {
                    received(bytes);
                    return new byte[0];
                });
    }

    private void received(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        if (in.text().equals(scope)) {
            int _ = local.applyAsInt(message(in));
        }
    }

    /** The number of subscriptions on this node: what happens on others is not waited for. */
    @Override
    public int send(Message message) {
        int here = local.applyAsInt(message);
        network.tell(Service.CHANNELS, bytes(message));
        return here;
    }

    private byte[] bytes(Message message) {
        WireWriter out =
                new WireWriter()
                        .text(scope)
                        .text(message.channel())
                        .text(message.topic().name())
                        .text(message.data().contentType())
                        .bytes(message.data().toByteArray());
        optional(out, message.signature().mac());
        optional(out, message.signature().signedAt());
        optional(out, message.signature().nonce());
        return out.toByteArray();
    }

    private static void optional(WireWriter out, Optional<String> text) {
        out.u8(text.isPresent() ? 1 : 0);
        text.ifPresent(out::text);
    }

    private static Message message(WireReader in) {
        try {
            String channel = in.text();
            Topic topic = new Topic(in.text());
            EventData data = EventData.of(in.text(), ByteBuffer.wrap(in.bytes()));
            Signature signature = new Signature(optional(in), optional(in), optional(in));
            in.end();
            return new Message(channel, topic, data, signature);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> optional(WireReader in) {
        return in.u8() == 1 ? Optional.of(in.text()) : Optional.empty();
    }

    @Override
    public void close() {
        local = _ -> 0;
    }
}

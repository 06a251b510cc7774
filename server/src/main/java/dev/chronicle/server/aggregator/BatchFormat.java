package dev.chronicle.server.aggregator;

import dev.chronicle.server.backend.WriteFormat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A batch on its way through Redis: the name of the delivery with the length in front, and the body
 * of the request as it came.
 */
final class BatchFormat implements WriteFormat<PendingBatch> {

    @Override
    public byte[] encode(PendingBatch message) {
        byte[] delivery = message.delivery().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + delivery.length + message.bodyBytes())
                .putInt(delivery.length)
                .put(delivery)
                .put(message.request().body(), 0, message.bodyBytes())
                .array();
    }

    @Override
    public PendingBatch decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        byte[] delivery = new byte[bytes.getInt()];
        bytes.get(delivery);
        byte[] body = new byte[bytes.remaining()];
        bytes.get(body);
        return new PendingBatch(
                PublishRequestParser.parse(body, body.length),
                new String(delivery, StandardCharsets.UTF_8),
                body.length);
    }
}

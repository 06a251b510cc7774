package dev.chronicle.server.audit;

import dev.chronicle.event.NewEvent;
import dev.chronicle.server.backend.WriteFormat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An audit record on its way through Redis: its time (seconds and nanoseconds), its id with the
 * length in front, and its JSON as a client could have sent it.
 */
final class AppendFormat implements WriteFormat<PendingAppend> {

    @Override
    public byte[] encode(PendingAppend message) {
        NewEvent event = message.event();
        byte[] id = event.id().value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(
                        Long.BYTES + 2 * Integer.BYTES + id.length + event.data().size());
        bytes.putLong(event.time().getEpochSecond()).putInt(event.time().getNano());
        bytes.putInt(id.length).put(id);
        event.data().writeTo(bytes);
        return bytes.array();
    }

    @Override
    public PendingAppend decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        Instant time = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        byte[] id = new byte[bytes.getInt()];
        bytes.get(id);
        byte[] json = new byte[bytes.remaining()];
        bytes.get(json);
        AuditRecord audit = AuditRequestParser.parse(json, json.length).audit();
        return new PendingAppend(
                audit.toEvent(new String(id, StandardCharsets.UTF_8), time), json.length);
    }
}

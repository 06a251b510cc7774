package dev.chronicle.store.segment;

import dev.chronicle.event.EventData;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a snapshot in its file, big-endian (see {@code docs/design/snapshot-format.md}):
 *
 * <pre>
 * key    u32 bytes of the category, category, key of the stream
 * value  u64 sequence, u32 bytes of the version, version, u32 bytes of the content type, content
 *        type, data
 * </pre>
 */
final class SnapshotCodec {

    private SnapshotCodec() {}

    static byte[] key(StreamId stream) {
        byte[] category = stream.category().getBytes(StandardCharsets.UTF_8);
        byte[] key = stream.key().getBytes(StandardCharsets.UTF_8);
        return allocate((long) Integer.BYTES + category.length + key.length)
                .putInt(category.length)
                .put(category)
                .put(key)
                .array();
    }

    static byte[] value(Snapshot snapshot) {
        byte[] version = snapshot.version().getBytes(StandardCharsets.UTF_8);
        byte[] type = snapshot.data().contentType().getBytes(StandardCharsets.UTF_8);
        long size =
                (long) Long.BYTES
                        + Integer.BYTES
                        + version.length
                        + Integer.BYTES
                        + type.length
                        + snapshot.data().size();
        ByteBuffer value =
                allocate(size)
                        .putLong(snapshot.sequence())
                        .putInt(version.length)
                        .put(version)
                        .putInt(type.length)
                        .put(type);
        snapshot.data().writeTo(value);
        return value.array();
    }

    private static ByteBuffer allocate(long size) {
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the snapshot is too large: bytes=" + size);
        }
        return ByteBuffer.allocate((int) size);
    }

    static long sequence(byte[] record) {
        return RecordFormat.value(record).getLong();
    }

    static Snapshot snapshot(byte[] record) {
        ByteBuffer value = RecordFormat.value(record);
        long sequence = value.getLong();
        String version = text(value);
        String type = text(value);
        return new Snapshot(sequence, version, EventData.of(type, value));
    }

    private static String text(ByteBuffer value) {
        byte[] utf8 = new byte[value.getInt()];
        value.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands at the beginning of a run file, from which the places of its sections follow.
 *
 * @param base the position before the first one covered
 * @param lastPosition the last position covered
 * @param keys how many there are
 * @param entries how many there are
 * @param bucketBits how many bits of a hash say its bucket
 * @param level how often what is here was merged
 * @param keyCapacity for how many keys there is room
 */
record RunHeader(
        long base,
        long lastPosition,
        long keys,
        long entries,
        int bucketBits,
        int level,
        long keyCapacity) {

    /**
     * Reads the first bytes of a file.
     *
     * @throws IOException if they are not of a run of this version
     */
    static RunHeader decode(ByteBuffer bytes) throws IOException {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(RunFormat.AT_MAGIC) != RunFormat.MAGIC) {
            throw new IOException("not a run file of this version");
        }
        return new RunHeader(
                bytes.getLong(RunFormat.AT_BASE),
                bytes.getLong(RunFormat.AT_LAST),
                bytes.getLong(RunFormat.AT_KEYS),
                bytes.getLong(RunFormat.AT_ENTRIES),
                bytes.getInt(RunFormat.AT_BUCKET_BITS),
                bytes.getInt(RunFormat.AT_LEVEL),
                bytes.getLong(RunFormat.AT_KEY_CAPACITY));
    }

    ByteBuffer encode() {
        return ByteBuffer.allocate(RunFormat.HEADER_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(RunFormat.AT_MAGIC, RunFormat.MAGIC)
                .putLong(RunFormat.AT_BASE, base)
                .putLong(RunFormat.AT_LAST, lastPosition)
                .putLong(RunFormat.AT_KEYS, keys)
                .putLong(RunFormat.AT_ENTRIES, entries)
                .putInt(RunFormat.AT_BUCKET_BITS, bucketBits)
                .putInt(RunFormat.AT_LEVEL, level)
                .putLong(RunFormat.AT_KEY_CAPACITY, keyCapacity);
    }

    long hashesOffset() {
        return RunFormat.hashesOffset(bucketBits);
    }

    long startsOffset() {
        return RunFormat.startsOffset(bucketBits, keyCapacity);
    }

    long entriesOffset() {
        return RunFormat.entriesOffset(bucketBits, keyCapacity);
    }

    /** Where the checksums of the blocks begin, and what they are for ends. */
    long sumsOffset() {
        return entriesOffset() + entries * Integer.BYTES;
    }
}

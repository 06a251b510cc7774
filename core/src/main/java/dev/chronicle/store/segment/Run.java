package dev.chronicle.store.segment;

import static dev.chronicle.store.segment.RunFormat.INT;
import static dev.chronicle.store.segment.RunFormat.LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A part of the index on disk: the positions of every key within one range of the log. Immutable,
 * and mapped until nobody refers to it; threads share it.
 */
final class Run {

    private static final int CRC_CHUNK = 1 << 18;

    private final Path file;
    private final MemorySegment data;
    private final int checksum;
    private final long base;
    private final long lastPosition;
    private final long keys;
    private final long entries;
    private final int level;
    private final int bucketBits;
    private final long hashesOffset;
    private final long startsOffset;
    private final long entriesOffset;

    private Run(Path file, MemorySegment data, int checksum) {
        this.file = file;
        this.data = data;
        this.checksum = checksum;
        base = data.get(LONG, RunFormat.AT_BASE);
        lastPosition = data.get(LONG, RunFormat.AT_LAST);
        keys = data.get(LONG, RunFormat.AT_KEYS);
        entries = data.get(LONG, RunFormat.AT_ENTRIES);
        bucketBits = data.get(INT, RunFormat.AT_BUCKET_BITS);
        level = data.get(INT, RunFormat.AT_LEVEL);
        long keyCapacity = data.get(LONG, RunFormat.AT_KEY_CAPACITY);
        hashesOffset = RunFormat.hashesOffset(bucketBits);
        startsOffset = RunFormat.startsOffset(bucketBits, keyCapacity);
        entriesOffset = RunFormat.entriesOffset(bucketBits, keyCapacity);
    }

    /**
     * Maps a run file and reads it through, for its checksum.
     *
     * @throws IOException if it cannot be read, or is not a whole run file
     */
    static Run open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < RunFormat.HEADER_SIZE) {
                throw new IOException("not a run file: size=" + size + " file=" + file);
            }
            MemorySegment data =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
            if (data.get(LONG, RunFormat.AT_MAGIC) != RunFormat.MAGIC) {
                throw new IOException("not a run file of this version: file=" + file);
            }
            Run run = new Run(file, data, checksum(channel));
            if (run.entriesOffset + run.entries * Integer.BYTES != size) {
                throw new IOException(
                        "run file has the wrong size: size=" + size + " file=" + file);
            }
            return run;
        }
    }

    /** Not by the mapping: of a page that cannot be read the JVM makes no exception there. */
    private static int checksum(FileChannel channel) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CRC_CHUNK);
        while (channel.read(chunk) >= 0) {
            crc.update(chunk.flip());
            chunk.clear();
        }
        return (int) crc.getValue();
    }

    Path file() {
        return file;
    }

    /** The position before the first one it covers. */
    long base() {
        return base;
    }

    /** The last position it covers. */
    long lastPosition() {
        return lastPosition;
    }

    int level() {
        return level;
    }

    long keys() {
        return keys;
    }

    long entries() {
        return entries;
    }

    long size() {
        return data.byteSize();
    }

    /**
     * Brings what {@link #find} will look at first for these hashes into the caches: the processor
     * fetches many places at once where it is not asked to wait for each.
     *
     * @return of no use but to have it done
     */
    int touch(long[] hashes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += data.get(INT, offsetOfBucket(hashes[i]));
        }
        return sum;
    }

    private long offsetOfBucket(long hash) {
        return RunFormat.HEADER_SIZE + RunFormat.bucketOf(hash, bucketBits) * RunFormat.BUCKET_SIZE;
    }

    /** The number of a key, -1 if it is not here. */
    long find(long hash) {
        long offset = offsetOfBucket(hash);
        if (!RunFormat.mayContain(data, offset, hash)) {
            return -1;
        }
        long low = data.get(LONG, offset);
        long high =
                offset + RunFormat.BUCKET_SIZE < hashesOffset
                        ? data.get(LONG, offset + RunFormat.BUCKET_SIZE)
                        : keys;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long found = hash(middle);
            if (found == hash) {
                return middle;
            }
            if (found < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return -1;
    }

    /** The hash of key number {@code key}. */
    long hash(long key) {
        return data.get(LONG, hashesOffset + key * Long.BYTES);
    }

    /**
     * The number of the first entry of key number {@code key}; of its last + 1 for {@code key} + 1.
     */
    long start(long key) {
        return Integer.toUnsignedLong(data.get(INT, startsOffset + key * Integer.BYTES));
    }

    /** The position in entry number {@code entry}. */
    long position(long entry) {
        return base + Integer.toUnsignedLong(entry(entry));
    }

    /** Entry number {@code entry} as it is stored: position - base, unsigned. */
    int entry(long entry) {
        return data.get(INT, entriesOffset + entry * Integer.BYTES);
    }

    /** CRC32C of the whole file, as it was when it was opened. */
    int checksum() {
        return checksum;
    }

    @Override
    public String toString() {
        return file.getFileName()
                + "[level="
                + level
                + " keys="
                + keys
                + " entries="
                + entries
                + "]";
    }
}

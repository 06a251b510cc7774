package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a run file front to back in a fixed amount of memory, however large it is. One thread.
 *
 * <p>Call {@link #key} for every key in ascending order, each followed by {@link #entries} for its
 * positions in ascending order, then {@link #finish}.
 */
final class RunWriter implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final long base;
    private final long lastPosition;
    private final int level;
    private final int bucketBits;
    private final long keyCapacity;
    private final Section buckets;
    private final Section hashes;
    private final Section starts;
    private final Section entries;
    private final byte[] bucket = new byte[RunFormat.BUCKET_SIZE];
    private long openBucket = -1;
    private long keyCount;
    private long entryCount;

    /**
     * @param keyCapacity at least the number of keys that will come
     */
    RunWriter(Path file, long base, long lastPosition, int level, long keyCapacity)
            throws IOException {
        this.file = file;
        this.base = base;
        this.lastPosition = lastPosition;
        this.level = level;
        this.keyCapacity = keyCapacity;
        bucketBits = RunFormat.bucketBits(keyCapacity);
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        buckets = new Section(channel, RunFormat.HEADER_SIZE);
        hashes = new Section(channel, RunFormat.hashesOffset(bucketBits));
        starts = new Section(channel, RunFormat.startsOffset(bucketBits, keyCapacity));
        entries = new Section(channel, RunFormat.entriesOffset(bucketBits, keyCapacity));
    }

    /** Begins the next key. */
    void key(long hash) throws IOException {
        long bucketOfKey = RunFormat.bucketOf(hash, bucketBits);
        if (bucketOfKey != openBucket) {
            openBuckets(bucketOfKey);
        }
        RunFormat.addToFilter(bucket, hash);
        hashes.putLong(hash);
        starts.putInt((int) entryCount);
        keyCount++;
    }

    /** Adds positions, relative to the base and ascending, to the key begun last. */
    void entries(int[] positions, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            entries.putInt(positions[i]);
        }
        entryCount += to - from;
    }

    /** Adds the entries from {@code from} up to {@code to} of another run to the key begun last. */
    void entries(Run source, long from, long to) throws IOException {
        entries.putShifted(source, from, to, (int) (source.base() - base));
        entryCount += to - from;
    }

    /** Closes the open bucket and every empty one up to {@code next}, then begins that. */
    private void openBuckets(long next) throws IOException {
        while (openBucket < next) {
            if (openBucket >= 0) {
                buckets.put(bucket);
            }
            openBucket++;
            Arrays.fill(bucket, (byte) 0);
            RunFormat.setFirstKey(bucket, keyCount);
        }
    }

    /** Writes what is left, syncs the file, and opens it. */
    Run finish() throws IOException {
        openBuckets((1L << bucketBits) - 1);
        buckets.put(bucket);
        starts.putInt((int) entryCount);
        for (Section section : List.of(buckets, hashes, starts, entries)) {
            section.flush();
        }
        RunHeader header =
                new RunHeader(
                        base, lastPosition, keyCount, entryCount, bucketBits, level, keyCapacity);
        Section.writeFully(channel, header.encode(), 0);
        int[] sums = RunBlocks.sums(channel, header.sumsOffset());
        Section.writeFully(channel, RunBlocks.encode(sums), header.sumsOffset());
        channel.force(true);
        channel.close();
        return Run.written(file);
    }

    /** Lets go of the file; what was not finished is of no use. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** One part of the file, written through a buffer of its own. */
    private static final class Section {

        private static final int BUFFER_SIZE = 1 << 17;

        private final FileChannel channel;
        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        private long offset;

        Section(FileChannel channel, long offset) {
            this.channel = channel;
            this.offset = offset;
        }

        void putInt(int value) throws IOException {
            reserve(Integer.BYTES);
            buffer.putInt(value);
        }

        /** Puts the entries of a run, each larger by {@code shift}. */
        void putShifted(Run source, long from, long to, int shift) throws IOException {
            long entry = from;
            while (entry < to) {
                reserve(Integer.BYTES);
                long end = Math.min(to, entry + buffer.remaining() / Integer.BYTES);
                while (entry < end) {
                    buffer.putInt(source.entry(entry++) + shift);
                }
            }
        }

        void putLong(long value) throws IOException {
            reserve(Long.BYTES);
            buffer.putLong(value);
        }

        void put(byte[] bytes) throws IOException {
            reserve(bytes.length);
            buffer.put(bytes);
        }

        private void reserve(int size) throws IOException {
            if (buffer.remaining() < size) {
                flush();
            }
        }

        void flush() throws IOException {
            buffer.flip();
            offset += writeFully(channel, buffer, offset);
            buffer.clear();
        }

        static int writeFully(FileChannel channel, ByteBuffer bytes, long offset)
                throws IOException {
            int written = 0;
            while (bytes.hasRemaining()) {
                written += channel.write(bytes, offset + written);
            }
            return written;
        }
    }
}

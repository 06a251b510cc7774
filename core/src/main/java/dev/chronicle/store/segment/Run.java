package dev.chronicle.store.segment;

import static dev.chronicle.store.segment.RunFormat.INT;
import static dev.chronicle.store.segment.RunFormat.LONG;

import dev.chronicle.store.StoreFailedException;

import java.io.IOException;
import java.io.RandomAccessFile;
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
 *
 * <p>A block of it is checked when it is first looked into. A call that meets damage there throws
 * {@link StoreFailedException}; the listener learns of it first.
 */
final class Run {

    /** Learns of damage. */
    interface Listener {

        /** Does nothing about it. */
        Listener NONE = (_, _) -> {};

        /**
         * Damage was met in a run.
         *
         * @param why what the one who met it gets
         */
        void damaged(Run run, StoreFailedException why);
    }

    private final Path file;
    private final RunHeader header;
    private final int checksum;
    private final MemorySegment data;
    private final RunBlocks blocks;
    private final Listener listener;
    private final long base;
    private final long keys;
    private final int bucketBits;
    private final long hashesOffset;
    private final long startsOffset;
    private final long entriesOffset;

    private Run(
            Path file,
            RunHeader header,
            int checksum,
            MemorySegment data,
            RunBlocks blocks,
            Listener listener) {
        this.file = file;
        this.header = header;
        this.checksum = checksum;
        this.data = data;
        this.blocks = blocks;
        this.listener = listener;
        base = header.base();
        keys = header.keys();
        bucketBits = header.bucketBits();
        hashesOffset = header.hashesOffset();
        startsOffset = header.startsOffset();
        entriesOffset = header.entriesOffset();
    }

    /**
     * Maps a run file, and reads what its {@link #checksum} is of.
     *
     * @throws IOException if it cannot be read, or is not a whole run file
     */
    static Run open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer first = ByteBuffer.allocate(RunFormat.HEADER_SIZE);
            RunBlocks.readFully(channel, first, 0);
            RunHeader header = RunHeader.decode(first.flip());
            long size = channel.size();
            long sumsOffset = header.sumsOffset();
            if (sumsOffset < RunFormat.HEADER_SIZE
                    || sumsOffset > size
                    || sumsOffset + (long) RunFormat.blocks(sumsOffset) * Integer.BYTES != size) {
                throw new IOException("it has the wrong size: size=" + size);
            }
            ByteBuffer sums = ByteBuffer.allocate((int) (size - sumsOffset));
            RunBlocks.readFully(channel, sums, sumsOffset);
            CRC32C crc = new CRC32C();
            crc.update(first.rewind());
            crc.update(sums.flip());
            MemorySegment data =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, sumsOffset, Arena.ofAuto());
            RunBlocks blocks =
                    new RunBlocks(
                            new RandomAccessFile(file.toFile(), "r"),
                            sumsOffset,
                            RunBlocks.decode(sums.rewind()));
            return new Run(file, header, (int) crc.getValue(), data, blocks, Listener.NONE);
        } catch (IOException e) {
            throw new IOException("not a whole run: " + e.getMessage() + " file=" + file, e);
        }
    }

    /** Opens a run whose checksums have just been made of what is there. */
    static Run written(Path file) throws IOException {
        Run run = open(file);
        run.blocks.trust();
        return run;
    }

    /** The same run, for whoever is to learn of damage. */
    Run reportingTo(Listener other) {
        return new Run(file, header, checksum, data, blocks, other);
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
        return header.lastPosition();
    }

    int level() {
        return header.level();
    }

    long keys() {
        return keys;
    }

    long entries() {
        return header.entries();
    }

    /** CRC32C of the header and of the checksums of all blocks. */
    int checksum() {
        return checksum;
    }

    /** Checks every block, if this was {@link #open opened}. */
    void requireSound() {
        for (int block = 0; block < blocks.count(); block++) {
            check(block);
        }
    }

    private void check(int block) {
        try {
            blocks.check(block);
        } catch (IOException e) {
            StoreFailedException why =
                    new StoreFailedException(
                            "the index is damaged, and is made anew when the store is opened next: "
                                    + e
                                    + " file="
                                    + file
                                    + " offset="
                                    + ((long) block << RunFormat.BLOCK_BITS),
                            e);
            listener.damaged(this, why);
            throw why;
        }
    }

    private int intAt(long offset) {
        if (!blocks.isChecked(offset)) {
            check((int) (offset >>> RunFormat.BLOCK_BITS));
        }
        return data.get(INT, offset);
    }

    private long longAt(long offset) {
        if (!blocks.isChecked(offset)) {
            check((int) (offset >>> RunFormat.BLOCK_BITS));
        }
        return data.get(LONG, offset);
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
            sum += intAt(offsetOfBucket(hashes[i]));
        }
        return sum;
    }

    private long offsetOfBucket(long hash) {
        return RunFormat.HEADER_SIZE + RunFormat.bucketOf(hash, bucketBits) * RunFormat.BUCKET_SIZE;
    }

    /** The number of a key, -1 if it is not here. */
    long find(long hash) {
        long offset = offsetOfBucket(hash);
        if (!RunFormat.mayContain(longAt(RunFormat.filterOffset(offset, hash)), hash)) {
            return -1;
        }
        long low = longAt(offset);
        long high =
                offset + RunFormat.BUCKET_SIZE < hashesOffset
                        ? longAt(offset + RunFormat.BUCKET_SIZE)
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
        return longAt(hashesOffset + key * Long.BYTES);
    }

    /**
     * The number of the first entry of key number {@code key}; of its last + 1 for {@code key} + 1.
     */
    long start(long key) {
        return Integer.toUnsignedLong(intAt(startsOffset + key * Integer.BYTES));
    }

    /** The position in entry number {@code entry}. */
    long position(long entry) {
        return base + Integer.toUnsignedLong(entry(entry));
    }

    /** Reads entries one after the other. */
    Entries reader() {
        return new Entries();
    }

    /** Asks once about a block that it stays in. One thread. */
    final class Entries {

        private long block = -1;

        /** The position in entry number {@code entry}. */
        long position(long entry) {
            long offset = entriesOffset + entry * Integer.BYTES;
            if (offset >>> RunFormat.BLOCK_BITS != block) {
                intAt(offset);
                block = offset >>> RunFormat.BLOCK_BITS;
            }
            return base + Integer.toUnsignedLong(data.get(INT, offset));
        }
    }

    /** Entry number {@code entry} as it is stored: position - base, unsigned. */
    int entry(long entry) {
        return intAt(entriesOffset + entry * Integer.BYTES);
    }

    @Override
    public String toString() {
        return file.getFileName()
                + "[level="
                + header.level()
                + " keys="
                + keys
                + " entries="
                + header.entries()
                + "]";
    }
}

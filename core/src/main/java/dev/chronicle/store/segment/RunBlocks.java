package dev.chronicle.store.segment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The checksums of a run's blocks, and which blocks were held against them: each when it is first
 * looked into. Threads share it; two that come at once check the same block, and find the same.
 */
final class RunBlocks {

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    /**
     * Blocks are read from it, not through the mapping: of a page that cannot be read the JVM makes
     * an error there that may come late, and dies of it in a checksum. Nor through a channel, which
     * an interrupt of a caller's thread would close. Closed when nobody refers to it, as the
     * mapping is.
     */
    private final RandomAccessFile file;

    private final long size;
    private final int[] sums;

    /** A bit per block. What is read under it never changes, so it needs no order of its own. */
    private final long[] checked;

    /**
     * @param size of what the sums are for, from the beginning of the file
     */
    RunBlocks(RandomAccessFile file, long size, int[] sums) {
        this.file = file;
        this.size = size;
        this.sums = sums;
        this.checked = new long[(sums.length + Long.SIZE - 1) / Long.SIZE];
    }

    /** The checksum of each block of the first {@code size} bytes of a file. */
    static int[] sums(FileChannel channel, long size) throws IOException {
        int[] sums = new int[RunFormat.blocks(size)];
        ByteBuffer block = ByteBuffer.allocateDirect(RunFormat.BLOCK_SIZE);
        CRC32C crc = new CRC32C();
        for (int i = 0; i < sums.length; i++) {
            long start = (long) i * RunFormat.BLOCK_SIZE;
            block.clear().limit((int) Math.min(RunFormat.BLOCK_SIZE, size - start));
            readFully(channel, block, start);
            crc.reset();
            crc.update(block.flip());
            sums[i] = (int) crc.getValue();
        }
        return sums;
    }

    static void readFully(FileChannel channel, ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new IOException("the file ends at offset=" + at);
            }
            at += count;
        }
    }

    /** Takes every block for checked, and lets go of the file. */
    void trust() throws IOException {
        Arrays.fill(checked, -1L);
        file.close();
    }

    int count() {
        return sums.length;
    }

    /** Whether the block around an offset has been found sound. */
    boolean isChecked(long offset) {
        int block = (int) (offset >>> RunFormat.BLOCK_BITS);
        return (checked[block >>> 6] & 1L << block) != 0;
    }

    /**
     * Holds a block against its checksum.
     *
     * @throws IOException if it cannot be read, or has another one
     */
    void check(int block) throws IOException {
        long start = (long) block * RunFormat.BLOCK_SIZE;
        byte[] bytes = new byte[(int) Math.min(RunFormat.BLOCK_SIZE, size - start)];
        synchronized (file) {
            file.seek(start);
            file.readFully(bytes);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        if ((int) crc.getValue() != sums[block]) {
            throw new IOException("a block has a wrong checksum");
        }
        long _ = (long) WORD.getAndBitwiseOr(checked, block >>> 6, 1L << block);
    }

    /** Sums as they stand in a file. */
    static ByteBuffer encode(int[] sums) {
        ByteBuffer bytes =
                ByteBuffer.allocate(sums.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(sums);
        return bytes;
    }

    static int[] decode(ByteBuffer bytes) {
        int[] sums = new int[bytes.remaining() / Integer.BYTES];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(sums);
        return sums;
    }
}

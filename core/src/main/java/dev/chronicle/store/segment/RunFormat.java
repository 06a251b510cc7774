package dev.chronicle.store.segment;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of a run file, little-endian (see {@code docs/design/index-format.md}):
 *
 * <pre>
 * header     64 bytes: magic, version, level, base, last position, keys, entries, buckets,
 *            capacity of the keys section
 * buckets    64 bytes each: u64 number of the first key, 7 words of 64 bits of Bloom filter
 * hashes     i64 per key, ascending as signed numbers
 * starts     u32 per key, the number of its first entry, and one more behind the last
 * entries    u32 each: position - base, ascending within a key
 * sums       u32 per block of 16 KiB of all before: its CRC32C
 * </pre>
 *
 * The bucket of a key is the top bits of its hash, so one cache line answers both whether a key may
 * be here and where to look, and all sections can be written front to back in one pass.
 */
final class RunFormat {

    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final long MAGIC = 0x3358444e4f524843L; // "CHRONDX3"
    static final int HEADER_SIZE = 64;
    static final int BUCKET_SIZE = 64;

    /** What is checked together. Sizes and offsets are such that nothing lies across two blocks. */
    static final int BLOCK_BITS = 14;

    static final int BLOCK_SIZE = 1 << BLOCK_BITS;

    static final int AT_MAGIC = 0;
    static final int AT_BASE = 8;
    static final int AT_LAST = 16;
    static final int AT_KEYS = 24;
    static final int AT_ENTRIES = 32;
    static final int AT_BUCKET_BITS = 40;
    static final int AT_LEVEL = 44;
    static final int AT_KEY_CAPACITY = 48;

    /** Keys per bucket are between half of this and this, so a key has 9 to 18 filter bits. */
    private static final int MOST_KEYS_PER_BUCKET = 48;

    private static final int FILTER_WORDS = BUCKET_SIZE / Long.BYTES - 1;
    private static final int PROBES = 5;
    private static final int PROBE_BITS = 6;
    private static final long MIX = 0x9e3779b97f4a7c15L; // 2^64 / golden ratio

    private RunFormat() {}

    /** The number of bucket bits for so many keys; there is always more than one bucket. */
    static int bucketBits(long keys) {
        int bits = 1;
        while ((1L << bits) * MOST_KEYS_PER_BUCKET < keys) {
            bits++;
        }
        return bits;
    }

    /** Which bucket a hash belongs to, in the order of the signed hashes. */
    static long bucketOf(long hash, int bucketBits) {
        return (hash ^ Long.MIN_VALUE) >>> (64 - bucketBits);
    }

    static long bucketsOffset() {
        return HEADER_SIZE;
    }

    static long hashesOffset(int bucketBits) {
        return HEADER_SIZE + ((long) BUCKET_SIZE << bucketBits);
    }

    static long startsOffset(int bucketBits, long keyCapacity) {
        return hashesOffset(bucketBits) + keyCapacity * Long.BYTES;
    }

    static long entriesOffset(int bucketBits, long keyCapacity) {
        return startsOffset(bucketBits, keyCapacity) + (keyCapacity + 1) * Integer.BYTES;
    }

    /** The number of blocks that so many bytes make. */
    static int blocks(long size) {
        return Math.toIntExact((size + BLOCK_SIZE - 1) >>> BLOCK_BITS);
    }

    /** Puts the number of the bucket's first key in front of its filter. */
    static void setFirstKey(byte[] bucket, long key) {
        WORD.set(bucket, 0, key);
    }

    /**
     * Sets the filter bits of a hash in a bucket's 64 bytes, which hold the key number in front.
     */
    static void addToFilter(byte[] bucket, long hash) {
        int word = filterWord(hash) * Long.BYTES;
        WORD.set(bucket, word, (long) WORD.get(bucket, word) | filterBits(hash));
    }

    /** The word of a bucket that has a hash's filter bits: one word, so that one look will do. */
    private static int filterWord(long hash) {
        return 1 + (int) ((hash * MIX >>> Integer.SIZE) * FILTER_WORDS >>> Integer.SIZE);
    }

    /** The bits in that word. */
    private static long filterBits(long hash) {
        long probes = hash * MIX;
        long bits = 0;
        for (int i = 0; i < PROBES; i++) {
            bits |= 1L << (probes >>> (i * PROBE_BITS));
        }
        return bits;
    }

    /** Where the word stands that says whether the bucket at {@code bucket} may have a hash. */
    static long filterOffset(long bucket, long hash) {
        return bucket + (long) filterWord(hash) * Long.BYTES;
    }

    /** Whether that word lets a hash through. */
    static boolean mayContain(long word, long hash) {
        long bits = filterBits(hash);
        return (word & bits) == bits;
    }
}

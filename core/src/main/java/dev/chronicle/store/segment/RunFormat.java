package dev.chronicle.store.segment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The layout of a run file, little-endian (see {@code docs/design/index-format.md}):
 *
 * <pre>
 * header     64 bytes: magic, version, level, base, last position, keys, entries, buckets,
 *            capacity of the keys section
 * buckets    64 bytes each: u32 number of the first key, 60 bytes of Bloom filter
 * hashes     i64 per key, ascending as signed numbers
 * starts     u32 per key, the number of its first entry, and one more behind the last
 * entries    u32 each: position - base, ascending within a key
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

    static final long MAGIC = 0x3158444e4f524843L; // "CHRONDX1"
    static final int HEADER_SIZE = 64;
    static final int BUCKET_SIZE = 64;

    static final int AT_MAGIC = 0;
    static final int AT_BASE = 8;
    static final int AT_LAST = 16;
    static final int AT_KEYS = 24;
    static final int AT_ENTRIES = 32;
    static final int AT_BUCKET_BITS = 40;
    static final int AT_LEVEL = 44;
    static final int AT_KEY_CAPACITY = 48;

    /** Keys per bucket are between half of this and this, so a key has 10 to 20 filter bits. */
    private static final int MOST_KEYS_PER_BUCKET = 48;

    private static final int FILTER_BITS = (BUCKET_SIZE - Integer.BYTES) * 8;
    private static final int PROBES = 5;
    private static final int PROBE_BITS = 12;
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

    /** Puts the number of the bucket's first key in front of its filter. */
    static void setFirstKey(byte[] bucket, int key) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bucket[i] = (byte) (key >>> (8 * i));
        }
    }

    /**
     * Sets the filter bits of a hash in a bucket's 64 bytes, which hold the key number in front.
     */
    static void addToFilter(byte[] bucket, long hash) {
        long probes = hash * MIX;
        for (int i = 0; i < PROBES; i++) {
            int bit = probe(probes, i);
            bucket[Integer.BYTES + (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    /** The i-th filter bit of a mixed hash. */
    private static int probe(long probes, int i) {
        int bits = (int) (probes >>> (i * PROBE_BITS)) & ((1 << PROBE_BITS) - 1);
        return (bits * FILTER_BITS) >>> PROBE_BITS;
    }

    /** Whether the filter of the bucket at {@code offset} lets a hash through. */
    static boolean mayContain(MemorySegment run, long offset, long hash) {
        long probes = hash * MIX;
        int all = 1;
        // Without a branch per bit: it would be foretold wrongly half of the time.
        for (int i = 0; i < PROBES; i++) {
            int bit = probe(probes, i);
            byte filter = run.get(ValueLayout.JAVA_BYTE, offset + Integer.BYTES + (bit >>> 3));
            all &= filter >>> (bit & 7);
        }
        return all != 0;
    }
}

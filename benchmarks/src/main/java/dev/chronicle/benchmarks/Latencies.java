package dev.chronicle.benchmarks;

/** Durations counted in buckets less than 1 % wide. Not for several threads at once. */
final class Latencies {

    private static final int SUB_BITS = 7;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[(Long.SIZE - SUB_BITS + 2) * SUB / 2];
    private long count;
    private long max;

    void record(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        count++;
        max = Math.max(max, nanos);
    }

    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        max = Math.max(max, other.max);
    }

    /**
     * The upper end of the bucket that holds this quantile, in nanoseconds.
     *
     * @param quantile 0.5 for the median
     */
    double quantile(double quantile) {
        long rank = Math.max(1, (long) Math.ceil(quantile * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(upperEnd(i), max);
            }
        }
        return Double.NaN;
    }

    long count() {
        return count;
    }

    long max() {
        return max;
    }

    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - SUB_BITS);
        return (shift << SUB_BITS - 1) + (int) (value >>> shift);
    }

    private static double upperEnd(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = (bucket >> SUB_BITS - 1) - 1;
        int sub = bucket - (shift << SUB_BITS - 1);
        return Math.scalb((double) (sub + 1), shift) - 1;
    }
}

package dev.chronicle.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts values by size, without making anything. Threads may share it. */
final class HistogramCounter {

    private final long[] bounds;
    private final AtomicLongArray counts;
    private final LongAdder sum = new LongAdder();

    /**
     * @param bounds the upper bounds of the buckets, rising
     */
    HistogramCounter(long... bounds) {
        this.bounds = bounds.clone();
        counts = new AtomicLongArray(bounds.length + 1);
    }

    void add(long value) {
        int at = Arrays.binarySearch(bounds, value);
        counts.incrementAndGet(at >= 0 ? at : -at - 1);
        sum.add(value);
    }

    Histogram read() {
        List<Long> read = new ArrayList<>();
        for (int i = 0; i < counts.length(); i++) {
            read.add(counts.get(i));
        }
        return new Histogram(Arrays.stream(bounds).boxed().toList(), read, sum.sum());
    }
}

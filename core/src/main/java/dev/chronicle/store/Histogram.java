package dev.chronicle.store;

import java.util.List;

/**
 * Values counted by size.
 *
 * @param bounds the upper bounds of the buckets, each included in its bucket
 * @param counts how many fell into each bucket alone; the last one is for all that is more than the
 *     last bound
 * @param sum of all values
 */
public record Histogram(List<Long> bounds, List<Long> counts, long sum) {

    public Histogram {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
        if (counts.size() != bounds.size() + 1) {
            throw new IllegalArgumentException(
                    "a histogram has one bucket more than bounds: bounds=%d counts=%d"
                            .formatted(bounds.size(), counts.size()));
        }
    }

    /** How many values there are. */
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}

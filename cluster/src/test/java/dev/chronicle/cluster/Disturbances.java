package dev.chronicle.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * When a process was killed, paused or cut off, so that others may have done again what it did, and
 * it what others did. For one thread. Times are of {@link System#nanoTime}.
 */
final class Disturbances {

    private record Span(long from, long until) {}

    private final List<Span> spans = new ArrayList<>();

    /** From its start on and for ever. */
    void always() {
        spans.add(new Span(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    void add(long from, long until) {
        spans.add(new Span(from, until));
    }

    boolean include(long at) {
        return spans.stream().anyMatch(it -> it.from <= at && at <= it.until);
    }
}

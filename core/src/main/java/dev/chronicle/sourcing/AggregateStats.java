package dev.chronicle.sourcing;

/**
 * What is known of one aggregate.
 *
 * @param aggregateId which
 * @param eventCount how many events it has
 * @param currentSequence of the last of them
 * @param hasSnapshot whether there is a snapshot of it
 */
public record AggregateStats(
        String aggregateId, long eventCount, long currentSequence, boolean hasSnapshot) {}

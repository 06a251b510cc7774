package dev.chronicle.sourcing;

/**
 * An aggregate as it stands after one of its events.
 *
 * @param id within its category
 * @param state what its events make of it
 * @param sequence of the last of them, which is also how many there are
 */
public record Aggregate<S>(String id, S state, long sequence) {}

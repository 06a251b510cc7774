package dev.chronicle.store;

/** Which way to read. */
public enum Direction {
    /** Oldest first. */
    FORWARDS,
    /** Newest first. */
    BACKWARDS
}

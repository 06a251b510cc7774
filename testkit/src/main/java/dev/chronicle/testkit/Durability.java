package dev.chronicle.testkit;

/** What a store still has when it is closed and opened again. */
public enum Durability {
    /** Every event that was acknowledged, and its id. */
    SURVIVES_REOPENING,

    /** Nothing: it begins anew. */
    GONE_WHEN_CLOSED
}

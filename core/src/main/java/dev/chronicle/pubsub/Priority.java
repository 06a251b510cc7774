package dev.chronicle.pubsub;

/** Which message a subscriber gets first, where several wait for it. */
public enum Priority {
    CRITICAL,
    HIGH,
    NORMAL,
    LOW
}

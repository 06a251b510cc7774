package dev.chronicle.store;

/** Whether a store takes appends. */
public sealed interface StoreStatus {

    /** It does. */
    enum Open implements StoreStatus {
        OPEN
    }

    /**
     * It has stopped for good: what was acknowledged is safe and can be read, nothing new is taken
     * until it is opened again.
     *
     * @param reason what happened
     */
    record Failed(String reason) implements StoreStatus {}

    /**
     * It cannot reach what it keeps its log in, and comes back by itself: until then it answers no
     * append with success, and reads may fail.
     *
     * @param reason what happened
     */
    record Unreachable(String reason) implements StoreStatus {}

    /** It was closed. */
    enum Closed implements StoreStatus {
        CLOSED
    }
}

package dev.chronicle.store;

/** An {@link EventStore} that counts what it does. */
public interface MeasuredStore extends EventStore {

    /** What it did since it was opened. */
    StoreStatistics statistics();
}

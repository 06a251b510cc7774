package dev.chronicle.store;

/** The store, or the subscription, was closed. */
public final class StoreClosedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public StoreClosedException(String message) {
        super(message);
    }
}

package dev.chronicle.store;

/**
 * The store cannot go on: its medium refused to write, to sync or to read. What was acknowledged
 * before is safe; what was under way is known only after the store is opened again.
 */
public sealed class StoreFailedException extends EventStoreException
        permits DamagedLogException, StoreUnreachableException {

    private static final long serialVersionUID = 1L;

    public StoreFailedException(String message) {
        super(message);
    }

    public StoreFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

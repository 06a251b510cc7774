package dev.chronicle.store;

/** Another process, or another store of this one, has the log open. */
public final class StoreInUseException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public StoreInUseException(String message) {
        super(message);
    }
}

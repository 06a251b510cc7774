package dev.chronicle.store;

/** Something that a store could not do. */
public abstract sealed class EventStoreException extends RuntimeException
        permits ConditionFailedException,
                IdReusedException,
                StoreClosedException,
                StoreFailedException,
                StoreInUseException {

    private static final long serialVersionUID = 1L;

    EventStoreException(String message) {
        super(message);
    }

    EventStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

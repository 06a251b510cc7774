package dev.chronicle.store;

/**
 * The store cannot reach what it keeps its log in, and comes back by itself. Whether an append that
 * failed so is stored is not known unless the message says it; offer it again with the same ids
 * then: what was stored is a duplicate.
 */
public final class StoreUnreachableException extends StoreFailedException {

    private static final long serialVersionUID = 1L;

    public StoreUnreachableException(String message) {
        super(message);
    }

    public StoreUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}

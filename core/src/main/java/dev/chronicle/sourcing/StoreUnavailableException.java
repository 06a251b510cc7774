package dev.chronicle.sourcing;

/** The store refused, and nothing is stored: it is closed, or what it holds cannot be read. */
public final class StoreUnavailableException extends SourcingException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(Throwable cause) {
        super("the store does not work: " + cause.getMessage(), cause);
    }
}

package dev.chronicle.sourcing;

/**
 * The store failed while it had the events: whether they are stored is known when it works again.
 * Send the command again with the same id then.
 */
public final class OutcomeUnknownException extends SourcingException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(Throwable cause) {
        super("it is not known whether the events are stored: " + cause.getMessage(), cause);
    }
}

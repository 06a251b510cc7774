package dev.chronicle.store;

/** The condition of an append did not hold; nothing was stored. Read again, decide again. */
public abstract sealed class ConditionFailedException extends EventStoreException
        permits UnexpectedSequenceException, MatchingEventException {

    private static final long serialVersionUID = 1L;

    ConditionFailedException(String message) {
        super(message);
    }
}

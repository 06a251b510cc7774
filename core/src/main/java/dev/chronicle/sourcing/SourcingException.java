package dev.chronicle.sourcing;

/** Why a command or a load did not come to its end. Which one says what the caller can do. */
public abstract sealed class SourcingException extends RuntimeException
        permits AggregateNotFoundException,
                CommandRejectedException,
                ConflictException,
                NonPositiveArgumentException,
                OperationTimeoutException,
                OutcomeUnknownException,
                StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    SourcingException(String message) {
        super(message);
    }

    SourcingException(String message, Throwable cause) {
        super(message, cause);
    }
}

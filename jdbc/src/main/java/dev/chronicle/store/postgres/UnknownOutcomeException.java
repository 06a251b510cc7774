package dev.chronicle.store.postgres;

import java.sql.SQLException;

/** All of a group is stored, or nothing. */
final class UnknownOutcomeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SQLException cause;

    UnknownOutcomeException(SQLException cause) {
        super(cause);
        this.cause = cause;
    }

    SQLException cause() {
        return cause;
    }
}

package dev.chronicle.store.postgres;

import java.sql.SQLException;

/** Nothing of a group is stored. */
final class NotStoredException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SQLException cause;

    NotStoredException(SQLException cause) {
        super(cause);
        this.cause = cause;
    }

    SQLException cause() {
        return cause;
    }
}

package dev.chronicle.store.postgres;

import java.sql.SQLException;
import java.util.Set;

/** What the five characters of a failure mean. See appendix A of PostgreSQL's manual. */
final class SqlStates {

    /**
     * Data exception, integrity violation, feature not supported, program limit exceeded: the
     * statement cannot succeed, whatever the server does.
     */
    private static final Set<String> REFUSALS = Set.of("22", "23", "0A", "54");

    /**
     * Refusals, and wrong transaction state, conflict, syntax or access, too little of something,
     * wrong state of an object: a statement that fails so is undone. Those that end the connection
     * are none of them.
     */
    private static final Set<String> UNDONE =
            Set.of("22", "23", "0A", "54", "25", "40", "42", "53", "55");

    private static final String CANCELLED = "57014";

    private SqlStates() {}

    /** Whether the server works, and will not do what it was asked to. */
    static boolean isRefusal(SQLException failure) {
        return REFUSALS.contains(stateClass(failure));
    }

    /**
     * Whether it is certain of a statement that is a transaction of its own that it has done
     * nothing.
     */
    static boolean isUndone(SQLException failure) {
        return UNDONE.contains(stateClass(failure)) || CANCELLED.equals(failure.getSQLState());
    }

    private static String stateClass(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 ? state.substring(0, 2) : "";
    }

    /** Whether a row was not inserted because its key is there already. */
    static boolean isUniqueViolation(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }
}

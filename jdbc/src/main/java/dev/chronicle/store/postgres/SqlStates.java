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

    private SqlStates() {}

    /** Whether the server works, and will not do what it was asked to. */
    static boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
    }

    /** Whether a row was not inserted because its key is there already. */
    static boolean isUniqueViolation(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }
}

package dev.chronicle.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Begins and ends transactions that write. Not with {@link Connection#setAutoCommit}: the driver
 * would begin the next one, and so lock the file, at every commit.
 */
final class Transaction {

    private Transaction() {}

    static void begin(Connection connection) throws SQLException {
        execute(connection, "begin immediate");
    }

    static void commit(Connection connection) throws SQLException {
        execute(connection, "commit");
    }

    static void rollback(Connection connection) throws SQLException {
        execute(connection, "rollback");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package dev.chronicle.store.postgres;

import dev.chronicle.store.StoreFailedException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Refuses a server that cannot keep the promises of a store. */
final class ServerCheck {

    private static final int OLDEST = 13;

    private ServerCheck() {}

    /**
     * @throws StoreFailedException if the server does not sync what it acknowledges, does not store
     *     Unicode, is too old or is a standby
     */
    static void run(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            throw new StoreFailedException(
                    "PostgreSQL %d or later is needed: version=%d".formatted(OLDEST, version));
        }
        require(connection, "fsync", "on");
        require(connection, "full_page_writes", "on");
        require(connection, "server_encoding", "UTF8");
        require(connection, "in_hot_standby", "off");
    }

    private static void require(Connection connection, String setting, String wanted)
            throws SQLException {
        String found = show(connection, setting);
        if (!found.equals(wanted)) {
            throw new StoreFailedException(
                    "the server cannot be used: %s=%s, must be %s"
                            .formatted(setting, found, wanted));
        }
    }

    static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "select coalesce(current_setting('%s', true), 'off')"
                                        .formatted(setting))) {
            found.next();
            return found.getString(1);
        }
    }
}

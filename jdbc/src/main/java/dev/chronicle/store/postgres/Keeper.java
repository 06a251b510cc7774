package dev.chronicle.store.postgres;

import com.zaxxer.hikari.HikariDataSource;

import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreUnreachableException;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs single statements for the stores beside the log, each on a connection of its pool. Threads
 * share it.
 */
final class Keeper implements AutoCloseable {

    /** One statement. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final String what;
    private final PostgresOptions options;
    private final HikariDataSource connections;
    private volatile boolean closed;

    /**
     * Makes the tables, if they are not there.
     *
     * @param what it keeps, for messages
     * @param settings of its sessions
     */
    Keeper(String what, PostgresOptions options, String settings) {
        this.what = what;
        this.options = options;
        Database database = new Database(options);
        database.prepare();
        connections = database.pool("chronicle-" + what, options.readers(), settings);
    }

    <T> T run(Work<T> work) {
        requireOpen();
        try (Connection connection = connections.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            requireOpen();
            throw new StoreUnreachableException(
                    "the database cannot be reached for %s: %s".formatted(what, options), e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("the store of %s is closed".formatted(what));
        }
    }

    @Override
    public void close() {
        closed = true;
        connections.close();
    }
}

package dev.chronicle.store.sqlite;

import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs single statements for the stores beside the log, one at a time on one connection. Threads
 * share it.
 */
final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    /** One statement. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final String what;
    private final DatabaseFile database;
    private final Connection connection;
    private boolean closed;

    /**
     * Makes the file and the tables, if they are not there.
     *
     * @param what it keeps, for messages
     * @param synchronous see {@link DatabaseFile#writer}
     */
    Keeper(String what, SqliteOptions options, SQLiteConfig.SynchronousMode synchronous) {
        this.what = what;
        database = DatabaseFile.prepare(options.file());
        try {
            connection = database.writer(synchronous);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> T run(Work<T> work) {
        ReentrantLock turn = database.turn();
        turn.lock();
        try {
            if (closed) {
                throw new StoreClosedException("the store of %s is closed".formatted(what));
            }
            return work.on(connection);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            turn.unlock();
        }
    }

    private StoreFailedException failed(SQLException why) {
        return new StoreFailedException(
                "the database cannot be used for %s: file=%s".formatted(what, database.file()),
                why);
    }

    @Override
    public void close() {
        ReentrantLock turn = database.turn();
        turn.lock();
        try {
            closed = true;
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The database was not closed in order: file={}", database.file(), e);
        } finally {
            turn.unlock();
        }
    }
}

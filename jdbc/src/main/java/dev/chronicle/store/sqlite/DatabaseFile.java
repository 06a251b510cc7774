package dev.chronicle.store.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.table.ConnectingDataSource;

import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/** Makes connections to one file. Threads share it. */
final class DatabaseFile {

    private static final int BUSY_TIMEOUT_MS = 30_000;
    private static final int CACHE_KIB = 64 << 10;

    private final Path file;

    private DatabaseFile(Path file) {
        this.file = file;
    }

    /**
     * Makes the file and its tables, if they are not there.
     *
     * @throws StoreFailedException if the file cannot be used
     */
    static DatabaseFile prepare(Path file) {
        DatabaseFile database = new DatabaseFile(file);
        ReentrantLock turn = database.turn();
        turn.lock();
        try {
            Files.createDirectories(database.directory());
            try (Connection connection = database.writer(SQLiteConfig.SynchronousMode.FULL)) {
                Migrations.run(connection, file);
            }
            return database;
        } catch (IOException | SQLException e) {
            throw new StoreFailedException("the database cannot be opened: file=" + file, e);
        } finally {
            turn.unlock();
        }
    }

    private Path directory() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    Path file() {
        return file;
    }

    /** To be held while something is written. */
    ReentrantLock turn() {
        return Turn.of(file);
    }

    /**
     * A connection that writes; see {@link Transaction}.
     *
     * @param synchronous {@code FULL}: a commit is synced; {@code NORMAL}: a power cut may take
     *     back the last ones
     */
    Connection writer(SQLiteConfig.SynchronousMode synchronous) throws SQLException {
        SQLiteConfig config = config();
        config.setSynchronous(synchronous);
        return config.createConnection(url());
    }

    /** Connections that read. None is made before one is wanted. */
    HikariDataSource readers(int most) {
        SQLiteConfig config = config();
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("chronicle-readers");
        pool.setDataSource(new ConnectingDataSource(() -> config.createConnection(url())));
        pool.setMaximumPoolSize(most);
        pool.setConnectionInitSql("pragma query_only = true");
        pool.setMinimumIdle(0);
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(BUSY_TIMEOUT_MS);
        return new HikariDataSource(pool);
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setCacheSize(-CACHE_KIB);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        return config;
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }
}

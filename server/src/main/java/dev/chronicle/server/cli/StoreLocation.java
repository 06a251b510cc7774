package dev.chronicle.server.cli;

import dev.chronicle.server.backend.LogAccess;
import dev.chronicle.store.postgres.PostgresOptions;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a log is kept. Written without a password. */
sealed interface StoreLocation {

    /** Who can write a log that is kept there. */
    LogAccess access();

    /** In a directory, by the segment engine. */
    record InDirectory(Path directory) implements StoreLocation {

        @Override
        public LogAccess access() {
            return LogAccess.OWN;
        }

        @Override
        public String toString() {
            return directory.toString();
        }
    }

    /** In a file of SQLite. */
    record InSqlite(Path file) implements StoreLocation {

        @Override
        public LogAccess access() {
            return LogAccess.OWN;
        }

        @Override
        public String toString() {
            return SQLITE + file;
        }
    }

    /** In a database of PostgreSQL. */
    record InPostgres(PostgresOptions options) implements StoreLocation {

        @Override
        public LogAccess access() {
            return LogAccess.SHARED;
        }

        @Override
        public String toString() {
            return "postgresql " + options;
        }
    }

    /** What is written in front of the path of a SQLite file. */
    String SQLITE = "sqlite:";

    /**
     * Reads {@code sqlite:path}, {@code postgresql://…} or a directory.
     *
     * @throws IllegalArgumentException if it is none of them; the message has no password
     */
    static StoreLocation parse(String text) {
        if (text.startsWith(SQLITE)) {
            return new InSqlite(path(text.substring(SQLITE.length())));
        }
        if (text.startsWith("postgresql:") || text.startsWith("postgres:")) {
            return new InPostgres(PostgresOptions.of(text));
        }
        if (text.contains("://")) {
            throw new IllegalArgumentException(
                    "unknown kind: " + text.substring(0, text.indexOf("://")));
        }
        return new InDirectory(path(text));
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the path is empty");
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + e.getMessage(), e);
        }
    }
}

package dev.chronicle.store.sqlite;

import dev.chronicle.store.StoreFailedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the tables to the version that this program knows: one numbered file after the other, all
 * in one transaction. SQLite keeps the version in the header of the file, as {@code user_version}.
 */
final class Migrations {

    private static final List<String> FILES =
            List.of("001-log.sql", "002-snapshots-and-checkpoints.sql");

    private Migrations() {}

    /**
     * @throws StoreFailedException if a later version made the tables
     */
    static void run(Connection connection, Path file) throws SQLException {
        Transaction.begin(connection);
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            if (version > FILES.size()) {
                throw new StoreFailedException(
                        "a later version of Chronicle made the tables: file=%s version=%d known=%d"
                                .formatted(file, version, FILES.size()));
            }
            for (int next = version; next < FILES.size(); next++) {
                for (String sql : sql(FILES.get(next)).split(";", -1)) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
                statement.execute("pragma user_version = " + (next + 1));
            }
            Transaction.commit(connection);
        } catch (SQLException | RuntimeException e) {
            Transaction.rollback(connection);
            throw e;
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("pragma user_version")) {
            found.next();
            return found.getInt(1);
        }
    }

    private static String sql(String file) {
        try (InputStream in = Migrations.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks a file: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

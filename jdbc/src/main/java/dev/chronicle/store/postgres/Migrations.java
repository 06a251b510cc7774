package dev.chronicle.store.postgres;

import dev.chronicle.store.StoreFailedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the tables to the version that this program knows: one numbered file after the other, all
 * in one transaction, under a lock that lets one node at a time do so.
 */
final class Migrations {

    private static final List<String> FILES =
            List.of("001-log.sql", "002-snapshots-and-checkpoints.sql", "003-nodes.sql");

    /** Names the lock among those of the database: the first bytes of {@code chronicle}. */
    private static final int LOCK = 0x6368726f;

    private Migrations() {}

    /**
     * @throws StoreFailedException if a later version made the tables
     */
    static void run(Connection connection, String schema) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            lock(connection, schema);
            statement.execute("create schema if not exists " + schema);
            statement.execute(
                    """
                    create table if not exists schema_version (
                      version integer primary key,
                      applied timestamptz not null default now())\
                    """);
            int version = version(statement);
            if (version > FILES.size()) {
                throw new StoreFailedException(
                        "a later version of Chronicle made the tables: schema=%s version=%d known=%d"
                                .formatted(schema, version, FILES.size()));
            }
            for (int next = version; next < FILES.size(); next++) {
                statement.execute(sql(FILES.get(next)));
                statement.execute(
                        "insert into schema_version (version) values (" + (next + 1) + ")");
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
        connection.setAutoCommit(true);
    }

    private static void lock(Connection connection, String schema) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(?, hashtext(?))")) {
            lock.setInt(1, LOCK);
            lock.setString(2, schema);
            lock.execute();
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("select coalesce(max(version), 0) from schema_version")) {
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

package dev.chronicle.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Opening: the file, its lock, its version, its settings. */
class SqliteOpeningTest {

    @TempDir private Path directory;

    private SqliteOptions options() {
        return SqliteOptions.of(directory.resolve("folder").resolve("chronicle.db"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + options().file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_second_store_on_the_file_is_refused_until_the_first_is_closed() {
        try (EventStore first = SqliteEventStore.open(options())) {
            assertThatThrownBy(() -> SqliteEventStore.open(options()))
                    .isInstanceOf(StoreInUseException.class);
            first.append(LoadEvents.of("a", "1", 1)).join();
        }
        try (EventStore second = SqliteEventStore.open(options())) {
            assertThat(LoadEvents.all(second)).hasSize(1);
        }
    }

    @Test
    void tables_of_a_later_version_are_refused() throws SQLException {
        SqliteEventStore.open(options()).close();
        execute("pragma user_version = 99");

        assertThatThrownBy(() -> SqliteEventStore.open(options()))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("version=99");
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_left_as_it_was() throws IOException {
        Files.createDirectories(options().file().getParent());
        Files.writeString(options().file(), "this is a letter and no database".repeat(100));

        assertThatThrownBy(() -> SqliteEventStore.open(options()))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("chronicle.db");
        assertThat(options().file()).hasSize(3200);
    }

    @Test
    void a_commit_is_synced_to_the_write_ahead_log() throws SQLException {
        DatabaseFile database = DatabaseFile.prepare(options().file());
        try (Connection writer = database.writer(SQLiteConfig.SynchronousMode.FULL);
                Statement statement = writer.createStatement()) {
            assertThat(pragma(statement, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(statement, "synchronous")).isEqualTo("2");
        }
    }

    private static String pragma(Statement statement, String name) throws SQLException {
        try (ResultSet found = statement.executeQuery("pragma " + name)) {
            return found.getString(1);
        }
    }

    @Test
    void texts_are_passed_as_a_json_array_whatever_is_in_them() {
        assertThat(JsonTexts.array(List.of("a", "\"\\\n\u0001", "é")))
                .isEqualTo("[\"a\",\"\\\"\\\\\\u000a\\u0001\",\"é\"]");
    }
}

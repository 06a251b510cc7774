package dev.chronicle.store.sqlite;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.table.IndexText;

import org.sqlite.SQLiteConfig;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Checkpoints in the file of a {@link SqliteEventStore}. Threads share it.
 *
 * <p>Every save and every deletion is synced before it returns.
 */
public final class SqliteCheckpointStore implements CheckpointStore {

    private static final String SAVE =
            """
            insert into checkpoint (name_key, name, position) values (?, ?, ?)
            on conflict (name_key) do update set position = excluded.position\
            """;

    private static final String LOAD = "select position from checkpoint where name_key = ?";
    private static final String DELETE = "delete from checkpoint where name_key = ?";
    private static final String NAMES = "select name from checkpoint";

    private final Keeper keeper;

    private SqliteCheckpointStore(SqliteOptions options) {
        keeper = new Keeper("checkpoints", options, SQLiteConfig.SynchronousMode.FULL);
    }

    /**
     * Opens the checkpoints in a file, making it and the tables if they are not there. The event
     * store may be open or not.
     *
     * @throws StoreFailedException if the file cannot be used, or a later version made it
     */
    public static SqliteCheckpointStore open(SqliteOptions options) {
        return new SqliteCheckpointStore(options);
    }

    @Override
    public void save(String name, Position position) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("checkpoint name is not well-formed Unicode");
        }
        keeper.run(connection -> save(connection, name, position));
    }

    private static int save(Connection connection, String name, Position position)
            throws SQLException {
        try (PreparedStatement save = connection.prepareStatement(SAVE)) {
            save.setString(1, IndexText.of(name));
            save.setBytes(2, name.getBytes(StandardCharsets.UTF_8));
            save.setLong(3, position.value());
            return save.executeUpdate();
        }
    }

    @Override
    public Position load(String name) {
        return keeper.run(
                connection -> {
                    try (PreparedStatement select = connection.prepareStatement(LOAD)) {
                        select.setString(1, IndexText.of(name));
                        try (ResultSet found = select.executeQuery()) {
                            return found.next() ? new Position(found.getLong(1)) : Position.START;
                        }
                    }
                });
    }

    @Override
    public void delete(String name) {
        keeper.run(
                connection -> {
                    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                        delete.setString(1, IndexText.of(name));
                        return delete.executeUpdate();
                    }
                });
    }

    @Override
    public List<String> names() {
        return keeper.run(
                connection -> {
                    List<String> names = new ArrayList<>();
                    try (PreparedStatement select = connection.prepareStatement(NAMES);
                            ResultSet found = select.executeQuery()) {
                        while (found.next()) {
                            names.add(new String(found.getBytes(1), StandardCharsets.UTF_8));
                        }
                    }
                    return names.stream().sorted().toList();
                });
    }

    @Override
    public void close() {
        keeper.close();
    }
}

package dev.chronicle.store.postgres;

import dev.chronicle.event.EventData;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.table.IndexText;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Snapshots in the database of a {@link PostgresEventStore}, shared by all its processes. Threads
 * share it.
 *
 * <p>They are committed with {@code synchronous_commit = off}: when the server crashes, the last
 * ones may be older, or deleted ones back.
 */
public final class PostgresSnapshotStore implements SnapshotStore {

    private static final String SAVE =
            """
            insert into snapshot (stream, sequence, version, content_type, data)
            values (?, ?, ?, ?, ?)
            on conflict (stream) do update set sequence = excluded.sequence,
              version = excluded.version, content_type = excluded.content_type,
              data = excluded.data
            where snapshot.sequence <= excluded.sequence\
            """;

    private static final String LATEST =
            "select sequence, version, content_type, data from snapshot where stream = ?";

    private static final String DELETE = "delete from snapshot where stream = ?";

    /** PostgreSQL takes a value of 1 GiB at most, and a message no more than that. */
    private static final int MOST_BYTES = 512 << 20;

    private final Keeper keeper;

    private PostgresSnapshotStore(PostgresOptions options) {
        keeper = new Keeper("snapshots", options, Sessions.CACHE);
    }

    /**
     * Opens the snapshots in a database, making the tables if they are not there.
     *
     * @throws StoreUnreachableException if the database cannot be reached
     * @throws StoreFailedException as {@link PostgresEventStore#open}
     */
    public static PostgresSnapshotStore open(PostgresOptions options) {
        return new PostgresSnapshotStore(options);
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        if (snapshot.data().size() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a snapshot may take at most %d bytes: bytes=%d"
                            .formatted(MOST_BYTES, snapshot.data().size()));
        }
        keeper.run(connection -> save(connection, stream, snapshot));
    }

    private static int save(Connection connection, StreamId stream, Snapshot snapshot)
            throws SQLException {
        try (PreparedStatement save = connection.prepareStatement(SAVE)) {
            save.setString(1, key(stream));
            save.setLong(2, snapshot.sequence());
            save.setBytes(3, bytes(snapshot.version()));
            save.setBytes(4, bytes(snapshot.data().contentType()));
            save.setBytes(5, snapshot.data().toByteArray());
            return save.executeUpdate();
        }
    }

    @Override
    public Optional<Snapshot> latest(StreamId stream) {
        return keeper.run(
                connection -> {
                    try (PreparedStatement select = connection.prepareStatement(LATEST)) {
                        select.setString(1, key(stream));
                        try (ResultSet found = select.executeQuery()) {
                            return found.next() ? Optional.of(snapshot(found)) : Optional.empty();
                        }
                    }
                });
    }

    private static Snapshot snapshot(ResultSet found) throws SQLException {
        return new Snapshot(
                found.getLong(1),
                text(found.getBytes(2)),
                EventData.of(text(found.getBytes(3)), found.getBytes(4)));
    }

    @Override
    public void delete(StreamId stream) {
        keeper.run(
                connection -> {
                    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                        delete.setString(1, key(stream));
                        return delete.executeUpdate();
                    }
                });
    }

    private static String key(StreamId stream) {
        return IndexText.of(stream.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        keeper.close();
    }
}

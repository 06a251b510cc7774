package dev.chronicle.benchmarks;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;

import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SQLite with the same columns, the same keys and the same promise: write-ahead log, {@code
 * synchronous=FULL}, ids unique within their stream, 64 MiB of cache. One connection writes all
 * appends that wait in one transaction.
 */
final class SqliteSide implements AppendSide {

    private static final List<String> SCHEMA =
            List.of(
                    """
                    create table event (
                      position integer primary key, sequence integer not null,
                      recorded_at integer not null, time integer not null, nanos integer not null,
                      stream text not null, id text not null, type text not null,
                      content_type text not null, data blob not null)\
                    """,
                    "create unique index event_id on event (stream, id)",
                    "create unique index event_stream on event (stream, sequence)",
                    "create index event_type on event (type)",
                    """
                    create table event_tag (
                      tag text not null, position integer not null,
                      primary key (tag, position)) without rowid\
                    """);

    private final int eventBytes = EventSource.eventBytes();
    private final Connection connection;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertTag;
    private final Map<StreamId, Long> sequences = new HashMap<>();
    private final GroupWriter<Batch> writer;
    private long position;

    private record Batch(List<NewEvent> events, int bytes) implements GroupWriter.Sized {}

    SqliteSide(Path directory) throws IOException {
        Files.createDirectories(directory);
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-(64 << 10));
        try {
            connection = config.createConnection("jdbc:sqlite:" + directory.resolve("events.db"));
            try (Statement statement = connection.createStatement()) {
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
            }
            connection.setAutoCommit(false);
            insertEvent =
                    connection.prepareStatement(
                            """
                            insert into event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            on conflict (stream, id) do nothing\
                            """);
            insertTag = connection.prepareStatement("insert into event_tag values (?, ?)");
        } catch (SQLException e) {
            throw new IOException("SQLite cannot be used", e);
        }
        writer = new GroupWriter<>("sqlite", this::write);
    }

    @Override
    public void append(List<NewEvent> events) {
        writer.append(new Batch(events, events.size() * eventBytes));
    }

    private void write(List<Batch> group) throws SQLException {
        long now = System.currentTimeMillis();
        for (Batch batch : group) {
            for (NewEvent event : batch.events()) {
                insert(event, now);
            }
        }
        connection.commit();
    }

    private void insert(NewEvent event, long now) throws SQLException {
        position++;
        insertEvent.setLong(1, position);
        insertEvent.setLong(2, sequences.merge(event.stream(), 1L, Long::sum));
        insertEvent.setLong(3, now);
        insertEvent.setLong(4, event.time().getEpochSecond());
        insertEvent.setInt(5, event.time().getNano());
        insertEvent.setString(6, event.stream().toString());
        insertEvent.setString(7, event.id().value());
        insertEvent.setString(8, event.type());
        insertEvent.setString(9, event.data().contentType());
        insertEvent.setBytes(10, event.data().toByteArray());
        if (insertEvent.executeUpdate() != 1) {
            throw new SQLException("an id is not new: " + event.id());
        }
        for (Tag tag : event.tags()) {
            insertTag.setString(1, tag.toString());
            insertTag.setLong(2, position);
            insertTag.executeUpdate();
        }
    }

    @Override
    public long syncs() {
        return writer.groups();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("SQLite was not closed in order", e);
        }
    }
}

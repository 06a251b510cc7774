package dev.chronicle.benchmarks;

import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Tag;
import dev.chronicle.store.postgres.PostgresOptions;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows of the store inserted by hand: one statement per append, committed by itself, on as many
 * connections as there are callers; an id that is there already is left out. Positions come from a
 * counter in this process, so nothing is ordered, no condition is checked and no sequence is right.
 */
final class PlainJdbcSide implements AppendSide {

    private static final String INSERT =
            """
            with written as (
              insert into event (position, sequence, stream, id, type, form)
              select * from unnest(
                ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[])
              on conflict (stream, id) do nothing
              returning 1
            ), tagged as (
              insert into tag (tag, position) select * from unnest(?::text[], ?::bigint[])
            )
            select count(*) from written\
            """;

    private static final String INSERT_ONE =
            """
            with written as (
              insert into event (position, sequence, stream, id, type, form)
              values (?, ?, ?, ?, ?, ?)
              on conflict (stream, id) do nothing
              returning 1
            ), tagged as (
              insert into tag (tag, position) select unnest(?::text[]), ?
            )
            select count(*) from written\
            """;

    private final BlockingQueue<Connection> connections;
    private final AtomicLong position = new AtomicLong();

    PlainJdbcSide(PostgresOptions options, int callers) throws IOException {
        connections = new ArrayBlockingQueue<>(callers);
        String url =
                "jdbc:%s&currentSchema=%s".formatted(withUser(options.url()), options.schema());
        try {
            for (int i = 0; i < callers; i++) {
                connections.add(DriverManager.getConnection(url));
            }
        } catch (SQLException e) {
            throw new IOException("PostgreSQL cannot be used", e);
        }
    }

    private static String withUser(String url) {
        return url.replace("postgres@", "") + "?user=postgres";
    }

    @Override
    public void append(List<NewEvent> events) {
        try {
            Connection connection = connections.take();
            try {
                if (events.size() == 1) {
                    insertOne(connection, events.getFirst());
                } else {
                    insert(connection, events);
                }
            } finally {
                connections.add(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("not stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void insertOne(Connection connection, NewEvent event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ONE)) {
            long at = position.incrementAndGet();
            insert.setLong(1, at);
            insert.setLong(2, at);
            insert.setString(3, event.stream().toString());
            insert.setString(4, event.id().value());
            insert.setString(5, event.type());
            insert.setBytes(6, form(event));
            Object[] tags = event.tags().stream().map(Tag::toString).toArray(String[]::new);
            insert.setArray(7, connection.createArrayOf("text", tags));
            insert.setLong(8, at);
            requireCount(insert, 1);
        }
    }

    private static void requireCount(PreparedStatement insert, int count) throws SQLException {
        try (ResultSet written = insert.executeQuery()) {
            if (!written.next() || written.getLong(1) != count) {
                throw new SQLException("an id is not new");
            }
        }
    }

    private void insert(Connection connection, List<NewEvent> events) throws SQLException {
        int count = events.size();
        Long[] positions = new Long[count];
        String[] streams = new String[count];
        String[] ids = new String[count];
        String[] types = new String[count];
        byte[][] forms = new byte[count][];
        List<String> tags = new ArrayList<>(2 * count);
        List<Long> tagged = new ArrayList<>(2 * count);
        for (int i = 0; i < count; i++) {
            NewEvent event = events.get(i);
            positions[i] = position.incrementAndGet();
            streams[i] = event.stream().toString();
            ids[i] = event.id().value();
            types[i] = event.type();
            forms[i] = form(event);
            for (Tag tag : event.tags()) {
                tags.add(tag.toString());
                tagged.add(positions[i]);
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, connection.createArrayOf("int8", positions));
            insert.setArray(2, connection.createArrayOf("int8", positions));
            insert.setArray(3, connection.createArrayOf("text", streams));
            insert.setArray(4, connection.createArrayOf("text", ids));
            insert.setArray(5, connection.createArrayOf("text", types));
            insert.setArray(6, connection.createArrayOf("bytea", forms));
            insert.setArray(7, connection.createArrayOf("text", tags.toArray(String[]::new)));
            insert.setArray(8, connection.createArrayOf("int8", tagged.toArray(Long[]::new)));
            requireCount(insert, count);
        }
    }

    private static byte[] form(NewEvent event) {
        CanonicalWriter writer = new CanonicalWriter(384);
        writer.write(event);
        return writer.toByteArray();
    }

    /** Not counted. */
    @Override
    public long syncs() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        try {
            for (Connection connection : connections) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IOException("PostgreSQL was not closed in order", e);
        }
    }
}

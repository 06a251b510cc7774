package dev.chronicle.store.sqlite;

import dev.chronicle.event.Query;
import dev.chronicle.store.table.EncodedEvent;
import dev.chronicle.store.table.EventKey;
import dev.chronicle.store.table.Page;
import dev.chronicle.store.table.PlacedEvent;
import dev.chronicle.store.table.StoredEvents;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements of the committing thread, prepared once. */
final class LogTables implements StoredEvents, AutoCloseable {

    private static final byte[] NO_FORM = {};

    private final Connection connection;
    private final PreparedStatement find;
    private final PreparedStatement findForm;
    private final PreparedStatement sequence;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertTag;

    /** Where the log ends. */
    record Head(long position, long recordedAt) {}

    LogTables(Connection connection) throws SQLException {
        this.connection = connection;
        find =
                connection.prepareStatement(
                        "select position from event where stream = ? and id = ?");
        findForm = connection.prepareStatement("select form from event where position = ?");
        sequence =
                connection.prepareStatement(
                        """
                        select sequence from event where stream = ?
                        order by position desc limit 1\
                        """);
        insertEvent =
                connection.prepareStatement(
                        """
                        insert into event (position, sequence, stream, id, type, form)
                        values (?, ?, ?, ?, ?, ?)\
                        """);
        insertTag = connection.prepareStatement("insert into tag (tag, position) values (?, ?)");
    }

    Head head() throws SQLException {
        try (PreparedStatement newest =
                        connection.prepareStatement(
                                "select position, form from event order by position desc limit 1");
                ResultSet found = newest.executeQuery()) {
            if (!found.next()) {
                return new Head(0, Long.MIN_VALUE);
            }
            Page.Row row = new Page.Row(found.getLong(1), found.getBytes(2));
            return new Head(row.position(), row.event().recordedAt().toEpochMilli());
        }
    }

    @Override
    public Map<EventKey, Stored> find(List<EncodedEvent> events, boolean withForms)
            throws SQLException {
        Map<EventKey, Stored> stored = new HashMap<>();
        for (EncodedEvent event : events) {
            find.setString(1, event.key().stream());
            find.setString(2, event.key().id());
            long position = number(find);
            if (position > 0) {
                stored.put(event.key(), new Stored(position, withForms ? form(position) : NO_FORM));
            }
        }
        return stored;
    }

    private byte[] form(long position) throws SQLException {
        findForm.setLong(1, position);
        try (ResultSet found = findForm.executeQuery()) {
            return found.next() ? found.getBytes(1) : NO_FORM;
        }
    }

    @Override
    public Map<String, Long> sequences(List<String> streams) throws SQLException {
        Map<String, Long> newest = new HashMap<>();
        for (String stream : streams) {
            sequence.setString(1, stream);
            newest.put(stream, number(sequence));
        }
        return newest;
    }

    /** The number in the one row; 0 if there is none. */
    private static long number(PreparedStatement select) throws SQLException {
        try (ResultSet found = select.executeQuery()) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    @Override
    public long newestMatch(Query query, long after) throws SQLException {
        return EventPages.newestMatch(connection, query, after);
    }

    void insert(List<PlacedEvent> events) throws SQLException {
        for (PlacedEvent event : events) {
            EncodedEvent encoded = event.encoded();
            insertEvent.setLong(1, event.position());
            insertEvent.setLong(2, event.sequence());
            insertEvent.setString(3, encoded.key().stream());
            insertEvent.setString(4, encoded.key().id());
            insertEvent.setString(5, encoded.type());
            insertEvent.setBytes(6, encoded.form());
            insertEvent.executeUpdate();
            for (String tag : encoded.tags()) {
                insertTag.setString(1, tag);
                insertTag.setLong(2, event.position());
                insertTag.executeUpdate();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

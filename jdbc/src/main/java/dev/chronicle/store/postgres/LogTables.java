package dev.chronicle.store.postgres;

import dev.chronicle.event.Query;
import dev.chronicle.store.table.EncodedEvent;
import dev.chronicle.store.table.EventKey;
import dev.chronicle.store.table.Group;
import dev.chronicle.store.table.PlacedEvent;
import dev.chronicle.store.table.StoredEvents;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements of the committing thread. Every one of them takes all events of a group at once,
 * as arrays; large groups are copied.
 */
final class LogTables implements StoredEvents {

    private static final byte[] NO_FORM = {};

    private static final String FIND =
            """
            select offered.number, event.position, case when ? then event.form end
            from unnest(?::text[], ?::text[]) with ordinality as offered(stream, id, number)
            join event on event.stream = offered.stream and event.id = offered.id\
            """;

    private static final String SEQUENCES =
            """
            select asked.number, (
              select sequence from event where event.stream = asked.stream
              order by position desc limit 1)
            from unnest(?::text[]) with ordinality as asked(stream, number)\
            """;

    /** Writes nothing if the log does not end where it is supposed to. */
    private static final String INSERT =
            """
            with moved as (
              update log_head set position = ?, recorded_at = ? where position = ?
              returning position
            ), written as (
              insert into event (position, sequence, stream, id, type, form)
              select ? + number, sequence, stream, id, type, form
              from moved, unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[])
                with ordinality as new(sequence, stream, id, type, form, number)
            ), tagged as (
              insert into tag (tag, position)
              select new.tag, new.position
              from moved, unnest(?::text[], ?::bigint[]) as new(tag, position)
            )
            select pg_notify(?, position::text) from moved\
            """;

    /** The same, and the end of a transaction, in one round trip. */
    private static final String INSERT_AND_COMMIT = INSERT + ";commit";

    private static final String MOVE =
            """
            with moved as (
              update log_head set position = ?, recorded_at = ? returning position
            )
            select pg_notify(?, position::text) from moved\
            """;

    /** From so many events on, copying is worth its round trips. */
    private static final int COPIED = 100;

    private final Connection connection;
    private final KnownLog known;
    private final String channel;

    LogTables(Connection connection, KnownLog known, String channel) {
        this.connection = connection;
        this.known = known;
        this.channel = channel;
    }

    @Override
    public Map<EventKey, Stored> find(List<EncodedEvent> events, boolean withForms)
            throws SQLException {
        Map<EventKey, Stored> stored = new HashMap<>();
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setBoolean(1, withForms);
            find.setArray(2, texts(events.stream().map(event -> event.key().stream()).toList()));
            find.setArray(3, texts(events.stream().map(event -> event.key().id()).toList()));
            try (ResultSet found = find.executeQuery()) {
                while (found.next()) {
                    EventKey key = events.get(found.getInt(1) - 1).key();
                    byte[] form = withForms ? found.getBytes(3) : NO_FORM;
                    stored.put(key, new Stored(found.getLong(2), form));
                }
            }
        }
        return stored;
    }

    @Override
    public Map<String, Long> sequences(List<String> streams) throws SQLException {
        Map<String, Long> newest = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String stream : streams) {
            known.sequence(stream)
                    .ifPresentOrElse(
                            sequence -> newest.put(stream, sequence), () -> unknown.add(stream));
        }
        if (unknown.isEmpty()) {
            return newest;
        }
        try (PreparedStatement select = connection.prepareStatement(SEQUENCES)) {
            select.setArray(1, texts(unknown));
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    String stream = unknown.get(found.getInt(1) - 1);
                    newest.put(stream, found.getLong(2));
                    known.found(stream, found.getLong(2));
                }
            }
        }
        return newest;
    }

    @Override
    public long newestMatch(Query query, long after) throws SQLException {
        return EventPages.newestMatch(connection, query, after);
    }

    /** The same, as if no id were stored. */
    StoredEvents withoutIds() {
        return new StoredEvents() {
            @Override
            public Map<EventKey, Stored> find(List<EncodedEvent> events, boolean withForms) {
                return Map.of();
            }

            @Override
            public Map<String, Long> sequences(List<String> streams) throws SQLException {
                return LogTables.this.sequences(streams);
            }

            @Override
            public long newestMatch(Query query, long after) throws SQLException {
                return LogTables.this.newestMatch(query, after);
            }
        };
    }

    /** Whether so many events are few enough to be written by one statement. */
    static boolean isOneStatement(int events) {
        return events < COPIED;
    }

    /** Writes a group that is too large for one statement, and moves the head. */
    void prepare(Group group) throws SQLException {
        if (!isOneStatement(group.events().size())) {
            copy(group.events());
            move(group);
        }
    }

    /**
     * Commits a group that is prepared, which wakes the other nodes. What is not too large is
     * written with the same round trip.
     *
     * @param head where the log ends, which is locked
     */
    void commit(Group group, long head) throws SQLException {
        if (group.events().isEmpty() || !isOneStatement(group.events().size())) {
            connection.commit();
        } else if (!insert(INSERT_AND_COMMIT, group, head)) {
            throw new IllegalStateException("the head moved under its lock: head=" + head);
        }
    }

    private void copy(List<PlacedEvent> events) throws SQLException {
        try (RowCopy rows =
                RowCopy.into(connection, "event (position, sequence, stream, id, type, form)")) {
            for (PlacedEvent event : events) {
                EncodedEvent encoded = event.encoded();
                rows.row(6);
                rows.field(event.position());
                rows.field(event.sequence());
                rows.field(encoded.key().stream());
                rows.field(encoded.key().id());
                rows.field(encoded.type());
                rows.field(encoded.form());
            }
            rows.end();
        }
        try (RowCopy rows = RowCopy.into(connection, "tag (tag, position)")) {
            for (PlacedEvent event : events) {
                for (String tag : event.encoded().tags()) {
                    rows.row(2);
                    rows.field(tag);
                    rows.field(event.position());
                }
            }
            rows.end();
        }
    }

    private void move(Group group) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement(MOVE)) {
            move.setLong(1, group.head());
            move.setLong(2, group.recordedAt());
            move.setString(3, channel);
            move.execute();
        }
    }

    /**
     * Writes a group with one statement that is a transaction of its own.
     *
     * @param head where the log is supposed to end
     * @return whether it ends there; otherwise nothing is done
     */
    boolean insert(Group group, long head) throws SQLException {
        return insert(INSERT, group, head);
    }

    private boolean insert(String sql, Group group, long head) throws SQLException {
        List<PlacedEvent> events = group.events();
        int count = events.size();
        Long[] sequenceNumbers = new Long[count];
        String[] streams = new String[count];
        String[] ids = new String[count];
        String[] types = new String[count];
        byte[][] forms = new byte[count][];
        List<String> tags = new ArrayList<>(count * 2);
        List<Long> tagged = new ArrayList<>(count * 2);
        for (int i = 0; i < count; i++) {
            PlacedEvent event = events.get(i);
            EncodedEvent encoded = event.encoded();
            sequenceNumbers[i] = event.sequence();
            streams[i] = encoded.key().stream();
            ids[i] = encoded.key().id();
            types[i] = encoded.type();
            forms[i] = encoded.form();
            for (String tag : encoded.tags()) {
                tags.add(tag);
                tagged.add(event.position());
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, group.head());
            insert.setLong(2, group.recordedAt());
            insert.setLong(3, head);
            insert.setLong(4, head);
            insert.setArray(5, connection.createArrayOf("int8", sequenceNumbers));
            insert.setArray(6, connection.createArrayOf("text", streams));
            insert.setArray(7, connection.createArrayOf("text", ids));
            insert.setArray(8, connection.createArrayOf("text", types));
            insert.setArray(9, connection.createArrayOf("bytea", forms));
            insert.setArray(10, texts(tags));
            insert.setArray(11, connection.createArrayOf("int8", tagged.toArray(Long[]::new)));
            insert.setString(12, channel);
            insert.execute();
            try (ResultSet moved = insert.getResultSet()) {
                return moved.next();
            }
        }
    }

    private Array texts(List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray(String[]::new));
    }
}

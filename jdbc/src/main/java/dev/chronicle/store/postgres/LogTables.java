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
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
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

    private static final String APPEND =
            """
            select stored, head, recorded, news_streams, news_sequences
            from append_to_log(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """;

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
    private final StreamSequences sequences;
    private final String channel;

    /** What became of a group. */
    record Attempt(boolean stored, LogLock lock) {}

    LogTables(Connection connection, StreamSequences sequences, String channel) {
        this.connection = connection;
        this.sequences = sequences;
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
            sequences
                    .of(stream)
                    .ifPresentOrElse(known -> newest.put(stream, known), () -> unknown.add(stream));
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
                    sequences.found(stream, found.getLong(2));
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

    /**
     * Writes the events of a group, moves the head and wakes the other nodes at the commit. Few
     * events are written by {@link #append} alone, many by several statements.
     *
     * @param head where the log ends, which is locked
     */
    void write(Group group, long head) throws SQLException {
        if (!isOneStatement(group.events().size())) {
            copy(group.events());
            move(group);
        } else if (!append(group, head, true).stored()) {
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
     * Does the same with one statement, which need not be in a transaction.
     *
     * @param known where the log ended when the group was decided
     * @param exact whether it must still end there; otherwise it may have grown by what does not
     *     touch the streams of the group
     * @return whether it is stored, and behind which head
     */
    Attempt append(Group group, long known, boolean exact) throws SQLException {
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
                tagged.add(i + 1L);
            }
        }
        try (PreparedStatement append = connection.prepareStatement(APPEND)) {
            append.setLong(1, known);
            if (exact) {
                append.setNull(2, Types.ARRAY);
            } else {
                append.setArray(2, texts(group.sequences().keySet()));
            }
            append.setLong(3, group.recordedAt());
            append.setString(4, channel);
            append.setArray(5, connection.createArrayOf("int8", sequenceNumbers));
            append.setArray(6, connection.createArrayOf("text", streams));
            append.setArray(7, connection.createArrayOf("text", ids));
            append.setArray(8, connection.createArrayOf("text", types));
            append.setArray(9, connection.createArrayOf("bytea", forms));
            append.setArray(10, texts(tags));
            append.setArray(11, connection.createArrayOf("int8", tagged.toArray(Long[]::new)));
            try (ResultSet row = append.executeQuery()) {
                row.next();
                return new Attempt(row.getBoolean("stored"), LogLock.read(row, known));
            }
        }
    }

    private Array texts(Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray(String[]::new));
    }
}

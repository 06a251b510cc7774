package dev.chronicle.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the log ends, as whoever holds the lock on the head sees it, and what others have appended
 * behind the head that a session knew.
 *
 * @param head where the log ends
 * @param news the newest sequences of the streams that were appended to; nothing where that is too
 *     much to be told
 */
record LogLock(Head head, Optional<Map<String, Long>> news) {

    private static final String LOCK =
            "select head, recorded, news_streams, news_sequences from lock_log(?)";

    /**
     * The end of the log.
     *
     * @param position of the newest event
     * @param recordedAt its time of recording, in milliseconds
     */
    record Head(long position, long recordedAt) {}

    /**
     * Waits until no other node appends, and keeps them from it until the transaction ends.
     *
     * @param known the head that the session knew
     */
    static LogLock take(Connection connection, long known) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setLong(1, known);
            try (ResultSet found = lock.executeQuery()) {
                found.next();
                return read(found, known);
            }
        }
    }

    /** Reads it from a row. */
    static LogLock read(ResultSet row, long known) throws SQLException {
        Head head = new Head(row.getLong("head"), row.getLong("recorded"));
        Array streams = row.getArray("news_streams");
        if (streams != null) {
            return new LogLock(head, Optional.of(news(streams, row.getArray("news_sequences"))));
        }
        return new LogLock(
                head, head.position() == known ? Optional.of(Map.of()) : Optional.empty());
    }

    private static Map<String, Long> news(Array streams, Array sequences) throws SQLException {
        String[] names = (String[]) streams.getArray();
        Long[] numbers = (Long[]) sequences.getArray();
        Map<String, Long> newest = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            newest.put(names[i], numbers[i]);
        }
        return newest;
    }
}

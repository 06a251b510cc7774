package dev.chronicle.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What whoever takes the lock on the head sees: where the log ends, and what others have appended
 * since a session saw it last.
 *
 * @param news the newest sequences of the streams that others appended to; nothing if that is more
 *     than is asked for
 */
record LogLock(Head head, Optional<Map<String, Long>> news) {

    /** So many events of others are asked for at most, beside one that says that there are more. */
    private static final int MOST_NEWS = 500;

    /**
     * Two statements, one round trip. The second one sees everything that was committed while the
     * first one waited.
     */
    private static final String LOCK =
            "select position, recorded_at from log_head for update;"
                    + "select stream, sequence from event where position > ? order by position"
                    + " limit "
                    + (MOST_NEWS + 1);

    /**
     * The end of the log.
     *
     * @param position of the newest event
     * @param recordedAt its time of recording, in milliseconds
     */
    record Head(long position, long recordedAt) {

        boolean isAt(Head other) {
            return position == other.position;
        }
    }

    /**
     * Waits until no other node appends, and keeps them from it until the transaction ends.
     *
     * @param known where the log ended when it was seen last
     */
    static LogLock take(Connection connection, long known) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setLong(1, known);
            lock.execute();
            Head head = head(lock);
            lock.getMoreResults();
            return new LogLock(head, news(lock, head.position() - known));
        }
    }

    private static Head head(PreparedStatement lock) throws SQLException {
        try (ResultSet found = lock.getResultSet()) {
            if (!found.next()) {
                throw new SQLException("table log_head lacks its row");
            }
            return new Head(found.getLong(1), found.getLong(2));
        }
    }

    /** Positions have no gaps: as many events as the head has moved are all of them. */
    private static Optional<Map<String, Long>> news(PreparedStatement lock, long moved)
            throws SQLException {
        Map<String, Long> newest = new HashMap<>();
        long count = 0;
        try (ResultSet found = lock.getResultSet()) {
            for (; found.next(); count++) {
                newest.put(found.getString(1), found.getLong(2));
            }
        }
        return count == moved ? Optional.of(newest) : Optional.empty();
    }
}

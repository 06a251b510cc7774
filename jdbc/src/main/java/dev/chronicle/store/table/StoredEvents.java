package dev.chronicle.store.table;

import dev.chronicle.event.Query;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Group} must know of the log it is added to. Asked by the committing thread within
 * its transaction, when nobody else can append.
 */
public interface StoredEvents {

    /**
     * A stored event.
     *
     * @param position where it stands
     * @param form its canonical bytes; none unless they were asked for
     */
    record Stored(long position, byte[] form) {}

    /**
     * Which of these are stored.
     *
     * @param withForms whether their canonical bytes are wanted
     */
    Map<EventKey, Stored> find(List<EncodedEvent> events, boolean withForms) throws SQLException;

    /** The sequence of the newest event of each of these streams; 0 for none. */
    Map<String, Long> sequences(List<String> streams) throws SQLException;

    /** The position of the newest event behind {@code after} that matches; 0 for none. */
    long newestMatch(Query query, long after) throws SQLException;
}

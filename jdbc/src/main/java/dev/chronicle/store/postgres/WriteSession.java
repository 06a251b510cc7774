package dev.chronicle.store.postgres;

import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.table.Group;
import dev.chronicle.store.table.OfferedAppend;
import dev.chronicle.store.table.StoredEvents;
import dev.chronicle.store.table.VisibleHead;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The connection that appends. One thread; after a failure it is of no more use. */
final class WriteSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteSession.class);

    /** Streams whose sequences are remembered, of a few hundred bytes each. */
    private static final int STREAMS = 50_000;

    private final Connection connection;
    private final LogTables tables;
    private final Database database;
    private final VisibleHead visible;
    private final CommitCounters counters;
    private final Supposition supposition = new Supposition();
    private final StreamSequences sequences = new StreamSequences(STREAMS);

    /** Nothing of the group is stored. */
    static final class NotStoredException extends Exception {

        private static final long serialVersionUID = 1L;

        private final SQLException cause;

        NotStoredException(SQLException cause) {
            super(cause);
            this.cause = cause;
        }

        SQLException cause() {
            return cause;
        }
    }

    /** All of the group is stored, or nothing. */
    static final class UnknownOutcomeException extends Exception {

        private static final long serialVersionUID = 1L;

        private final SQLException cause;

        UnknownOutcomeException(SQLException cause) {
            super(cause);
            this.cause = cause;
        }

        SQLException cause() {
            return cause;
        }
    }

    private WriteSession(
            Connection connection,
            Database database,
            VisibleHead visible,
            String channel,
            CommitCounters counters) {
        this.connection = connection;
        this.database = database;
        this.visible = visible;
        this.counters = counters;
        tables = new LogTables(connection, sequences, channel);
    }

    static WriteSession open(
            Database database, VisibleHead visible, String channel, CommitCounters counters)
            throws SQLException {
        Connection connection = database.connect(Sessions.writer(database.options()));
        try {
            ServerCheck.run(connection);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        } catch (StoreFailedException e) {
            connection.close();
            throw new SQLException("another server took over that cannot be used", e);
        }
        return new WriteSession(connection, database, visible, channel, counters);
    }

    /** Where the log ends. */
    long head() throws SQLException {
        long position = tables.lock().position();
        connection.rollback();
        return position;
    }

    /** Decides on the appends, stores what is new, and answers them all. */
    void commit(List<OfferedAppend> appends) throws NotStoredException, UnknownOutcomeException {
        long started = System.nanoTime();
        Group group = prepare(appends);
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new UnknownOutcomeException(e);
        }
        group.count(counters, System.nanoTime() - started);
        sequences.committed(group.head(), group.sequences());
        visible.advance(group.head());
        group.answer();
    }

    private Group prepare(List<OfferedAppend> appends) throws NotStoredException {
        try {
            if (supposition.isNew()) {
                Optional<Group> group = suppose(appends);
                if (group.isPresent()) {
                    return group.get();
                }
                connection.rollback();
            }
            Group group = decide(appends, tables);
            supposition.decided(group.isAllNew());
            return group;
        } catch (SQLException e) {
            rollback();
            throw new NotStoredException(e);
        } catch (RuntimeException | Error e) {
            rollback();
            throw e;
        }
    }

    /**
     * Decides as if no id were stored already, which spares looking all of them up.
     *
     * @return the group, if that is how it is: the unique index took every event, and no append was
     *     refused that would have been a retry of one that is stored
     */
    private Optional<Group> suppose(List<OfferedAppend> appends) throws SQLException {
        try {
            Group group = decide(appends, tables.withoutIds());
            if (group.isAllNew()) {
                return Optional.of(group);
            }
        } catch (SQLException e) {
            if (!SqlStates.isUniqueViolation(e)) {
                throw e;
            }
        }
        supposition.decided(false);
        return Optional.empty();
    }

    private Group decide(List<OfferedAppend> appends, StoredEvents stored) throws SQLException {
        LogTables.Head head = tables.lock();
        sequences.at(head.position());
        long now = Math.max(head.recordedAt(), database.options().clock().millis());
        Group group = Group.decide(appends, stored, head.position(), now);
        if (!group.events().isEmpty()) {
            tables.insert(group, head.position());
        }
        return group;
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("The connection cannot be rolled back", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The connection was not closed in order", e);
        }
    }
}

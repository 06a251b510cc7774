package dev.chronicle.store.postgres;

import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.table.EncodedEvent;
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
import java.util.function.Consumer;

/** The connection that appends. One thread; after a failure it is of no more use. */
final class WriteSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteSession.class);

    /** Streams whose sequences are remembered, of a few hundred bytes each. */
    private static final int STREAMS = 50_000;

    /**
     * A connection that was not used for so long may be cut, and nobody has noticed. The first
     * statement of a transaction tells, while it is certain that nothing is stored.
     */
    static final long IDLE_NANOS = 5_000_000;

    private final Connection connection;
    private final LogTables tables;
    private final Database database;
    private final VisibleHead visible;
    private final CommitCounters counters;
    private final KnownLog known = new KnownLog(STREAMS);

    /** That no id is stored already. */
    private final Supposition allNew = new Supposition(16);

    /** That no other node appends. */
    private final Supposition alone = new Supposition(2);

    private Consumer<List<OfferedAppend>> latecomers = _ -> {};
    private long usedAt = System.nanoTime();

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
        tables = new LogTables(connection, known, channel);
    }

    static WriteSession open(
            Database database, VisibleHead visible, String channel, CommitCounters counters)
            throws SQLException {
        Connection connection = database.connect(Sessions.writer(database.options()));
        try {
            ServerCheck.run(connection);
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
        return LogLock.take(connection, known.position()).head().position();
    }

    /**
     * Decides on the appends, stores what is new, and answers them all.
     *
     * @param latecomers adds to them what was offered meanwhile; asked when the lock is there,
     *     which takes long where other nodes append: what has come until then would otherwise have
     *     to wait for the lock once more
     */
    void commit(List<OfferedAppend> appends, Consumer<List<OfferedAppend>> latecomers)
            throws NotStoredException, UnknownOutcomeException {
        this.latecomers = latecomers;
        long started = System.nanoTime();
        boolean idle = started - usedAt > IDLE_NANOS;
        Optional<Group> atOnce = idle ? Optional.empty() : storeAtOnce(appends);
        Group group = atOnce.isPresent() ? atOnce.get() : storeUnderLock(appends);
        usedAt = System.nanoTime();
        group.count(counters, usedAt - started);
        known.committed(group);
        visible.advance(group.head());
        group.answer();
    }

    /**
     * Decides as if the log ended where it did when it was last seen, and no id were stored
     * already. Then one statement, a transaction of its own, makes sure of it and stores the group.
     *
     * @return the group, if that is how it is; otherwise nothing is stored
     */
    private Optional<Group> storeAtOnce(List<OfferedAppend> appends)
            throws NotStoredException, UnknownOutcomeException {
        int events = appends.stream().mapToInt(append -> append.events().size()).sum();
        boolean likely = alone.holds() && allNew.holds() && known.head().isPresent();
        if (!likely || !LogTables.isOneStatement(events)) {
            return Optional.empty();
        }
        LogLock.Head head = known.head().orElseThrow();
        Group group;
        try {
            group = decide(appends, tables.withoutIds(), head);
            allNew.decided(isAllNew(group));
        } catch (SQLException e) {
            throw new NotStoredException(e);
        }
        if (!allNew.holds() || group.events().isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean stored = tables.insert(group, head.position());
            alone.decided(stored);
            return stored ? Optional.of(group) : Optional.empty();
        } catch (SQLException e) {
            if (SqlStates.isUniqueViolation(e)) {
                allNew.decided(false);
                return Optional.empty();
            }
            throw failure(e);
        }
    }

    /**
     * Of a group that was decided as if no id were stored already: whether that can be. The unique
     * index refuses every event that is stored already; only what is refused for another reason,
     * and may be a retry of what is stored, has to be looked up.
     */
    private boolean isAllNew(Group group) throws SQLException {
        List<EncodedEvent> refused = group.refused();
        return !group.hasDuplicates()
                && (refused.isEmpty() || tables.find(refused, false).isEmpty());
    }

    /** That a statement has failed which would have committed. */
    private static UnknownOutcomeException failure(SQLException e) throws NotStoredException {
        if (SqlStates.isUndone(e)) {
            throw new NotStoredException(e);
        }
        return new UnknownOutcomeException(e);
    }

    /** Decides on what the log holds, which nobody changes meanwhile, and stores the group. */
    private Group storeUnderLock(List<OfferedAppend> appends)
            throws NotStoredException, UnknownOutcomeException {
        while (true) {
            boolean committing = false;
            try {
                Group group = prepare(appends);
                committing = true;
                tables.commit(group, known.position());
                connection.setAutoCommit(true);
                return group;
            } catch (SQLException e) {
                rollback();
                if (allNew.holds() && SqlStates.isUniqueViolation(e)) {
                    allNew.decided(false);
                } else {
                    if (committing) {
                        throw failure(e);
                    }
                    throw new NotStoredException(e);
                }
            } catch (RuntimeException | Error e) {
                rollback();
                throw e;
            }
        }
    }

    private Group prepare(List<OfferedAppend> appends) throws SQLException {
        connection.setAutoCommit(false);
        LogLock lock = LogLock.take(connection, known.position());
        alone.decided(known.head().filter(lock.head()::isAt).isPresent());
        known.seen(lock);
        latecomers.accept(appends);
        Group group = decideUnderLock(appends, lock.head());
        tables.prepare(group);
        return group;
    }

    private Group decideUnderLock(List<OfferedAppend> appends, LogLock.Head head)
            throws SQLException {
        if (allNew.holds()) {
            Group group = decide(appends, tables.withoutIds(), head);
            allNew.decided(isAllNew(group));
            if (allNew.holds()) {
                return group;
            }
        }
        Group group = decide(appends, tables, head);
        allNew.decided(!group.hasDuplicates());
        return group;
    }

    private Group decide(List<OfferedAppend> appends, StoredEvents stored, LogLock.Head head)
            throws SQLException {
        long now = Math.max(head.recordedAt(), database.options().clock().millis());
        return Group.decide(appends, stored, head.position(), now);
    }

    private void rollback() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
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

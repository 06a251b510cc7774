package dev.chronicle.store.postgres;

import dev.chronicle.store.AppendCondition;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /** Where the log is supposed to end when nothing is known of it. */
    private static final long UNKNOWN = -1;

    private final Connection connection;
    private final LogTables tables;
    private final Database database;
    private final VisibleHead visible;
    private final CommitCounters counters;
    private final StreamSequences sequences = new StreamSequences(STREAMS);

    /** That no id is stored already, and no append refused. */
    private final Supposition allNew = new Supposition(16);

    /** That no other node appends to the streams of a group while it waits for its turn. */
    private final Supposition untouched = new Supposition(2);

    private Consumer<List<OfferedAppend>> latecomers = _ -> {};
    private Optional<LogLock.Head> last = Optional.empty();
    private boolean othersAppend;
    private long usedAt = System.nanoTime();

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
        return LogLock.take(connection, UNKNOWN).head().position();
    }

    /** Whether others have appended between the last two groups. */
    boolean othersAppend() {
        return othersAppend;
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
        long before = last.map(LogLock.Head::position).orElse(UNKNOWN);
        boolean idle = started - usedAt > IDLE_NANOS;
        Optional<Group> atOnce = idle ? Optional.empty() : storeAtOnce(appends);
        Group group = atOnce.isPresent() ? atOnce.get() : storeUnderLock(appends);
        othersAppend = group.head() - group.events().size() != before;
        usedAt = System.nanoTime();
        group.count(counters, usedAt - started);
        last = Optional.of(new LogLock.Head(group.head(), group.recordedAt()));
        sequences.committed(group.sequences());
        visible.advance(group.head());
        group.answer();
    }

    /**
     * Decides as if the log ended where it did when it was last seen, and no id were stored
     * already. Then one statement, a transaction of its own, makes sure that nothing has happened
     * since that matters, and stores the group behind what has.
     *
     * @return the group, if that is how it is; otherwise nothing is stored
     */
    private Optional<Group> storeAtOnce(List<OfferedAppend> appends)
            throws NotStoredException, UnknownOutcomeException {
        int events = appends.stream().mapToInt(append -> append.events().size()).sum();
        boolean likely = untouched.holds() && allNew.holds() && last.isPresent();
        if (!likely || events == 0 || !LogTables.isOneStatement(events)) {
            return Optional.empty();
        }
        LogLock.Head known = last.orElseThrow();
        Group group;
        try {
            group = decide(appends, tables.withoutIds(), known);
        } catch (SQLException e) {
            throw new NotStoredException(e);
        }
        allNew.decided(group.isAllNew());
        if (!group.isAllNew()) {
            return Optional.empty();
        }
        LogTables.Attempt attempt;
        try {
            attempt = tables.append(group, known.position(), asksForQueries(appends));
        } catch (SQLException e) {
            if (SqlStates.isUniqueViolation(e)) {
                allNew.decided(false);
                return Optional.empty();
            }
            if (SqlStates.isUndone(e)) {
                throw new NotStoredException(e);
            }
            throw new UnknownOutcomeException(e);
        }
        untouched.decided(attempt.stored());
        LogLock.Head head = attempt.lock().head();
        sequences.grown(attempt.lock().news());
        last = Optional.of(head);
        if (!attempt.stored()) {
            return Optional.empty();
        }
        return Optional.of(head.position() == known.position() ? group : behind(head, appends));
    }

    /**
     * The same group of what is all new, behind a head that has moved by what does not touch it.
     */
    private Group behind(LogLock.Head head, List<OfferedAppend> appends)
            throws UnknownOutcomeException {
        try {
            return Group.decide(appends, tables.withoutIds(), head.position(), head.recordedAt());
        } catch (SQLException e) {
            throw new UnknownOutcomeException(e);
        }
    }

    private static boolean asksForQueries(List<OfferedAppend> appends) {
        return appends.stream()
                .anyMatch(it -> it.append().condition() instanceof AppendCondition.NoneMatching);
    }

    private Group storeUnderLock(List<OfferedAppend> appends)
            throws NotStoredException, UnknownOutcomeException {
        Group group = prepare(appends);
        try {
            connection.commit();
            connection.setAutoCommit(true);
            return group;
        } catch (SQLException e) {
            throw new UnknownOutcomeException(e);
        }
    }

    private Group prepare(List<OfferedAppend> appends) throws NotStoredException {
        try {
            connection.setAutoCommit(false);
            if (allNew.holds()) {
                Optional<Group> group = suppose(appends);
                if (group.isPresent()) {
                    return group.get();
                }
                connection.rollback();
            }
            Group group = write(appends, tables);
            allNew.decided(group.isAllNew());
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
            Group group = write(appends, tables.withoutIds());
            if (group.isAllNew()) {
                return Optional.of(group);
            }
        } catch (SQLException e) {
            if (!SqlStates.isUniqueViolation(e)) {
                throw e;
            }
        }
        allNew.decided(false);
        return Optional.empty();
    }

    private Group write(List<OfferedAppend> appends, StoredEvents stored) throws SQLException {
        LogLock lock = LogLock.take(connection, last.map(LogLock.Head::position).orElse(UNKNOWN));
        LogLock.Head head = lock.head();
        last = Optional.of(head);
        sequences.grown(lock.news());
        latecomers.accept(appends);
        Group group = decide(appends, stored, head);
        untouched.decided(isUntouched(group, lock.news(), asksForQueries(appends)));
        if (!group.events().isEmpty()) {
            tables.write(group, head.position());
        }
        return group;
    }

    private static boolean isUntouched(
            Group group, Optional<Map<String, Long>> news, boolean exact) {
        return news.filter(
                        it ->
                                it.isEmpty()
                                        || (!exact
                                                && Collections.disjoint(
                                                        it.keySet(), group.sequences().keySet())))
                .isPresent();
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

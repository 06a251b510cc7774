package dev.chronicle.store.postgres;

import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatistics;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.table.AppendQueue;
import dev.chronicle.store.table.OfferedAppend;
import dev.chronicle.store.table.VisibleHead;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The one thread of a store that appends: everything that waits is one transaction. While the
 * database is away it refuses what comes, and tries again and again to reach it.
 */
final class Committer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final Database database;
    private final AppendQueue queue;
    private final VisibleHead head;
    private final String channel;
    private final Backoff backoff;
    private final CommitCounters counters = new CommitCounters();
    private @Nullable WriteSession session;
    private volatile Optional<String> away = Optional.empty();

    Committer(
            Database database,
            AppendQueue queue,
            VisibleHead head,
            String channel,
            RandomGenerator random) {
        this.database = database;
        this.queue = queue;
        this.head = head;
        this.channel = channel;
        this.backoff = new Backoff(random);
    }

    /** What was committed. Any thread may ask. */
    StoreStatistics statistics() {
        return counters.read();
    }

    /** Why appends are refused for now, if they are. Any thread may ask. */
    Optional<String> away() {
        return away;
    }

    /** What an append is answered with while the database is away. */
    static StoreUnreachableException refusal(String reason) {
        return new StoreUnreachableException(
                "the database is away, nothing of this is stored: " + reason);
    }

    @Override
    public void run() {
        try {
            for (List<OfferedAppend> group = queue.take(); !group.isEmpty(); group = queue.take()) {
                commit(group, queue::takeMore);
            }
        } finally {
            closeSession();
        }
    }

    /**
     * @param latecomers adds what has come since the group was taken
     */
    private void commit(List<OfferedAppend> group, Consumer<List<OfferedAppend>> latecomers) {
        try {
            try {
                session().commit(group, latecomers);
            } catch (NotStoredException e) {
                if (SqlStates.isRefusal(e.cause())) {
                    throw e;
                }
                // The connection may have gone stale while nothing was to be done.
                closeSession();
                session().commit(group, latecomers);
            }
        } catch (NotStoredException e) {
            notStored(group, e.cause());
        } catch (SQLException e) {
            lose(e, group, refusal(e.toString()));
        } catch (UnknownOutcomeException e) {
            lose(
                    e.cause(),
                    group,
                    new StoreUnreachableException(
                            "the database went away during a commit, and whether this is stored is"
                                    + " not known: offer it again",
                            e.cause()));
        } catch (RuntimeException | Error e) {
            LOG.error("A group of appends failed", e);
            closeSession();
            fail(group, new StoreFailedException("the store is broken, nothing is stored", e));
        }
    }

    private WriteSession session() throws SQLException {
        WriteSession open = session;
        if (open == null) {
            open = WriteSession.open(database, head, channel, counters);
            session = open;
        }
        return open;
    }

    private void notStored(List<OfferedAppend> group, SQLException why) {
        if (!SqlStates.isRefusal(why)) {
            lose(why, group, refusal(why.toString()));
        } else if (group.size() > 1) {
            // One of them is at fault: the others must not suffer.
            group.forEach(append -> commit(List.of(append), _ -> {}));
        } else {
            LOG.warn("The database refused an append", why);
            fail(group, new StoreFailedException("the database refused the append", why));
        }
    }

    /** The database is gone: says so, and comes back when it has. */
    private void lose(SQLException why, List<OfferedAppend> group, EventStoreException answer) {
        LOG.warn("The database is away: {}", database.options(), why);
        away = Optional.of(why.toString());
        closeSession();
        fail(group, answer);
        while (away.isPresent()) {
            boolean closing = queue.awaitClosed(backoff.nextNanos());
            fail(queue.drain(), refusal(why.toString()));
            if (closing) {
                return;
            }
            reach();
        }
        LOG.info("The database is back: {}", database.options());
    }

    private void reach() {
        try {
            head.advance(session().head());
            backoff.reset();
            away = Optional.empty();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The database is still away", e);
            closeSession();
            away = Optional.of(e.toString());
        }
    }

    private static void fail(List<OfferedAppend> group, EventStoreException why) {
        group.forEach(append -> append.answer().completeExceptionally(why));
    }

    private void closeSession() {
        WriteSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}

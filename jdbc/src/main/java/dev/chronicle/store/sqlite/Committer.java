package dev.chronicle.store.sqlite;

import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatistics;
import dev.chronicle.store.table.AppendQueue;
import dev.chronicle.store.table.Group;
import dev.chronicle.store.table.OfferedAppend;
import dev.chronicle.store.table.VisibleHead;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that appends: everything that waits is one transaction. The first failure is the
 * last: after it nothing is stored until the file is opened again.
 */
final class Committer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final AppendQueue queue;
    private final VisibleHead visible;
    private final InstantSource clock;
    private final CommitCounters counters = new CommitCounters();
    private final ReentrantLock turn;
    private final Connection connection;
    private final LogTables tables;
    private long head;
    private long recordedAt;
    private volatile Optional<String> failed = Optional.empty();

    Committer(DatabaseFile database, AppendQueue queue, InstantSource clock) throws SQLException {
        this.queue = queue;
        this.clock = clock;
        turn = database.turn();
        connection = database.writer(SQLiteConfig.SynchronousMode.FULL);
        try {
            tables = new LogTables(connection);
            LogTables.Head end = tables.head();
            head = end.position();
            recordedAt = end.recordedAt();
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
        visible = new VisibleHead(head);
    }

    VisibleHead visible() {
        return visible;
    }

    /** What was committed. Any thread may ask. */
    StoreStatistics statistics() {
        return counters.read();
    }

    /** Why nothing is stored any more, if it is so. Any thread may ask. */
    Optional<String> failed() {
        return failed;
    }

    static StoreFailedException refusal(String reason) {
        return new StoreFailedException("the store has stopped: " + reason);
    }

    @Override
    public void run() {
        for (List<OfferedAppend> group = queue.take(); !group.isEmpty(); group = queue.take()) {
            turn.lock();
            try {
                commit(group);
            } finally {
                turn.unlock();
            }
        }
    }

    private void commit(List<OfferedAppend> appends) {
        if (failed.isPresent()) {
            fail(appends, refusal(failed.get()));
            return;
        }
        try {
            long started = System.nanoTime();
            Transaction.begin(connection);
            Group group = Group.decide(appends, tables, head, Math.max(recordedAt, clock.millis()));
            tables.insert(group.events());
            Transaction.commit(connection);
            group.count(counters, System.nanoTime() - started);
            if (!group.events().isEmpty()) {
                head = group.head();
                recordedAt = group.recordedAt();
                visible.advance(head);
            }
            group.answer();
        } catch (SQLException | RuntimeException | Error e) {
            LOG.error("The store has stopped: nothing more is acknowledged", e);
            failed = Optional.of(e.toString());
            fail(appends, new StoreFailedException("the store has stopped", e));
            queue.close();
        }
    }

    private static void fail(List<OfferedAppend> appends, EventStoreException why) {
        appends.forEach(append -> append.answer().completeExceptionally(why));
    }

    /** To be called when the thread has ended. */
    void close() {
        turn.lock();
        try {
            tables.close();
        } catch (SQLException e) {
            LOG.warn("The database was not closed in order", e);
        } finally {
            turn.unlock();
        }
    }
}

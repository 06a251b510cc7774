package dev.chronicle.store.sqlite;

import com.zaxxer.hikari.HikariDataSource;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CatchUpSubscription;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.StoreStatistics;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.table.AppendQueue;
import dev.chronicle.store.table.OfferedAppend;
import dev.chronicle.store.table.Page;
import dev.chronicle.store.table.PagedRead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The store in one SQLite file, which it keeps for itself ({@code .lock} beside it). Threads share
 * it.
 *
 * <p>An append is complete when its transaction is committed to the write-ahead log with {@code
 * synchronous=FULL}, which syncs it; what callers append at the same time shares a transaction. If
 * a transaction fails the store stops, and what was acknowledged can still be read. Other programs
 * may read the file with SQLite meanwhile; they must not write to it.
 */
public final class SqliteEventStore implements MeasuredStore {

    /** What is committed together at most, unless one append is larger. */
    private static final long GROUP_BYTES = 8 << 20;

    private final SqliteOptions options;
    private final FileInUse lock;
    private final HikariDataSource readers;
    private final AppendQueue queue;
    private final Committer committer;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Opens the log in a file, making it if it is not there, or bringing its tables to the version
     * of this program.
     *
     * @throws StoreInUseException if another store has it open, of this process or another
     * @throws StoreFailedException if the file cannot be used, or a later version made it
     * @throws UncheckedIOException if the file beside it cannot be made
     */
    public static SqliteEventStore open(SqliteOptions options) {
        try {
            DatabaseFile database = DatabaseFile.prepare(options.file());
            FileInUse lock = FileInUse.take(options.file());
            try {
                return new SqliteEventStore(options, database, lock);
            } catch (SQLException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreFailedException(
                    "the database cannot be opened: file=" + options.file(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the log cannot be locked: " + options.file(), e);
        }
    }

    private SqliteEventStore(SqliteOptions options, DatabaseFile database, FileInUse lock)
            throws SQLException {
        this.options = options;
        this.lock = lock;
        queue = new AppendQueue(options.queueBytes(), GROUP_BYTES);
        committer = new Committer(database, queue, options.clock());
        readers = database.readers(options.readers());
        thread = Thread.ofPlatform().name("chronicle-sqlite-commit").daemon().start(committer);
    }

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        OfferedAppend offered = OfferedAppend.of(append, options.appendBytes());
        if (!queue.add(offered)) {
            offered.answer().completeExceptionally(refusal());
        }
        return offered.answer();
    }

    private EventStoreException refusal() {
        return committer
                .failed()
                .<EventStoreException>map(Committer::refusal)
                .orElseGet(() -> new StoreClosedException("the store is closed"));
    }

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        requireOpen();
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: limit=" + limit);
        }
        return StreamSupport.stream(
                new PagedRead(this::page, query, after.value(), limit, direction), false);
    }

    private Page page(Page.Request request) {
        requireOpen();
        try (Connection connection = readers.getConnection()) {
            Page page = EventPages.read(connection, request);
            // A reader may be the first to see a commit: the head must not lie before what it saw.
            committer.visible().advance(page.head());
            return page;
        } catch (SQLException e) {
            requireOpen();
            throw new StoreFailedException("events cannot be read: file=" + options.file(), e);
        }
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        requireOpen();
        return new CatchUpSubscription(this, committer.visible().signal(), query, after);
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("the store is closed");
        }
    }

    @Override
    public Position head() {
        return committer.visible().position();
    }

    @Override
    public StoreStatus status() {
        return closed
                ? StoreStatus.Closed.CLOSED
                : committer
                        .failed()
                        .<StoreStatus>map(StoreStatus.Failed::new)
                        .orElse(StoreStatus.Open.OPEN);
    }

    @Override
    public StoreStatistics statistics() {
        return committer.statistics();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        queue.close();
        boolean interrupted = joinThread();
        closed = true;
        committer.visible().close();
        readers.close();
        committer.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the log was not closed in order", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean joinThread() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}

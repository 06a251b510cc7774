package dev.chronicle.store.postgres;

import com.zaxxer.hikari.HikariDataSource;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CatchUpSubscription;
import dev.chronicle.store.Direction;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatistics;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.table.AppendQueue;
import dev.chronicle.store.table.OfferedAppend;
import dev.chronicle.store.table.Page;
import dev.chronicle.store.table.PagedRead;
import dev.chronicle.store.table.VisibleHead;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The store on PostgreSQL, shared by as many processes as one likes. Threads share it.
 *
 * <p>An append is complete when its transaction is committed with {@code synchronous_commit = on},
 * whatever the server's default is. What the callers of one process append at the same time shares
 * a transaction; processes take turns by a lock on the one row that holds the head, so positions
 * have no gaps and follow the order of commits. Subscribers are woken by {@code NOTIFY}.
 *
 * <p>When the database goes away, appends and reads fail with {@link StoreUnreachableException} and
 * {@link #status} is {@link StoreStatus.Unreachable}, until it is back: the store tries again every
 * 50 ms to 5 s.
 */
public final class PostgresEventStore implements MeasuredStore {

    /** What is committed together at most, unless one append is larger. */
    private static final long GROUP_BYTES = 8 << 20;

    private final PostgresOptions options;
    private final HikariDataSource readers;
    private final AppendQueue queue;
    private final VisibleHead head;
    private final Committer committer;
    private final Listener listener;
    private final List<Thread> threads;
    private volatile boolean closed;

    /**
     * Opens the log in a database, making its tables if they are not there, or bringing them to the
     * version of this program.
     *
     * @throws StoreUnreachableException if the database cannot be reached
     * @throws StoreFailedException if the server does not sync what it acknowledges, or cannot be
     *     used otherwise; or if a later version made the tables
     */
    public static PostgresEventStore open(PostgresOptions options) {
        Database database = new Database(options);
        return new PostgresEventStore(database, database.prepare());
    }

    private PostgresEventStore(Database database, long position) {
        options = database.options();
        RandomGenerator random = new SecureRandom();
        String channel = "chronicle_" + options.schema();
        queue = new AppendQueue(options.queueBytes(), GROUP_BYTES);
        head = new VisibleHead(position);
        readers = database.pool("chronicle-readers", options.readers(), Sessions.READER);
        committer = new Committer(database, queue, head, channel, random);
        listener = new Listener(database, head, channel, random);
        threads =
                List.of(
                        start("chronicle-postgres-commit", committer),
                        start("chronicle-postgres-listen", listener));
    }

    private static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(work);
    }

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        OfferedAppend offered = OfferedAppend.of(append, options.appendBytes());
        Optional<String> away = committer.away();
        if (closed || away.isPresent()) {
            return CompletableFuture.failedFuture(
                    closed ? closedException() : Committer.refusal(away.orElseThrow()));
        }
        if (!queue.add(offered)) {
            offered.answer().completeExceptionally(closedException());
        }
        return offered.answer();
    }

    private static StoreClosedException closedException() {
        return new StoreClosedException("the store is closed");
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
        away().ifPresent(
                        reason -> {
                            throw new StoreUnreachableException("the database is away: " + reason);
                        });
        try (Connection connection = readers.getConnection()) {
            Page page = EventPages.read(connection, request);
            // A reader may be the first to see a commit: the head must not lie before what it saw.
            head.advance(page.head());
            return page;
        } catch (SQLException e) {
            requireOpen();
            throw new StoreUnreachableException("events cannot be read: " + options, e);
        }
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        requireOpen();
        return new CatchUpSubscription(this, head.signal(), query, after);
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    @Override
    public Position head() {
        return head.position();
    }

    @Override
    public StoreStatus status() {
        return closed
                ? StoreStatus.Closed.CLOSED
                : away().<StoreStatus>map(StoreStatus.Unreachable::new)
                        .orElse(StoreStatus.Open.OPEN);
    }

    private Optional<String> away() {
        return committer.away().or(listener::away);
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
        listener.close();
        boolean interrupted = joinThreads();
        closed = true;
        head.close();
        readers.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean joinThreads() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        return interrupted;
    }
}

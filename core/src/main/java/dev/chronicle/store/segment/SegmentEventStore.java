package dev.chronicle.store.segment;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CatchUpSubscription;
import dev.chronicle.store.CommitSignal;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The embedded store: a log of segment files and an index of sorted runs in one directory, which it
 * keeps for itself. Threads share it.
 *
 * <p>An append is complete when its bytes are written and synced ({@code fdatasync}); appends that
 * come together share a sync. If a write or a sync fails the store stops: it never tries the same
 * pages again, since the operating system may have dropped them. What was acknowledged can still be
 * read.
 */
public final class SegmentEventStore implements EventStore {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentEventStore.class);

    private final DirectoryLock lock;
    private final Log log;
    private final Index index;
    private final SegmentOptions options;
    private final CommitSignal signal;
    private final AppendQueue queue;
    private final Committer committer;
    private final Thread committing;
    private final SegmentStatistics.Counter statistics = new SegmentStatistics.Counter();
    private final AtomicReference<StoreStatus> status =
            new AtomicReference<>(StoreStatus.Open.OPEN);

    /**
     * Opens the log in {@code directory}, or begins one, with the default options.
     *
     * @throws StoreInUseException if another store has it open
     * @throws DamagedLogException if bytes that were synced are not what was written
     * @throws UncheckedIOException if the directory cannot be used
     */
    public static SegmentEventStore open(Path directory) {
        return open(directory, SegmentOptions.defaults());
    }

    /** {@link #open(Path)} with these options. */
    public static SegmentEventStore open(Path directory, SegmentOptions options) {
        return open(directory, options, Disk.real());
    }

    static SegmentEventStore open(Path directory, SegmentOptions options, Disk disk) {
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return new SegmentEventStore(directory, options, disk, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot open the log: directory=" + directory.toAbsolutePath(), e);
        }
    }

    private SegmentEventStore(Path directory, SegmentOptions options, Disk disk, DirectoryLock lock)
            throws IOException {
        this.lock = lock;
        this.options = options;
        this.queue = new AppendQueue(options.queueBytes());
        SecureRandom random = new SecureRandom();
        log = Log.open(directory.resolve("log"), disk, options.segmentBytes(), random);
        index =
                Index.open(
                        directory.resolve("index"),
                        KeyHash.random(random),
                        options.memtableEntries(),
                        this::fail);
        long head = log.head();
        try {
            new IndexRecovery(log, index).catchUp();
        } catch (IOException | RuntimeException e) {
            index.close();
            log.abandon();
            throw e;
        }
        signal = new CommitSignal(new Position(head));
        committer =
                new Committer(
                        log,
                        index,
                        signal,
                        options.clock(),
                        statistics,
                        options.groupBytes() + LogFormat.MARKER_SIZE,
                        newestRecordedAt(head));
        committing =
                Thread.ofPlatform()
                        .name("chronicle-commit")
                        .daemon()
                        .start(this::commitUntilClosed);
    }

    private long newestRecordedAt(long head) {
        if (head == 0) {
            return Long.MIN_VALUE;
        }
        RecordBuffer newest = new RecordBuffer();
        log.load(head, newest);
        return newest.recordedAtMillis();
    }

    @Override
    public CompletableFuture<List<AppendResult>> append(Append append) {
        PreparedAppend prepared = PreparedAppend.of(append, index.hash(), options.appendBytes());
        if (!queue.add(prepared)) {
            prepared.answer().completeExceptionally(refusal());
        }
        return prepared.answer();
    }

    private EventStoreException refusal() {
        return switch (status.get()) {
            case StoreStatus.Failed(String reason) ->
                    new StoreFailedException("the store has stopped: " + reason);
            case StoreStatus.Closed _, StoreStatus.Open _ ->
                    new StoreClosedException("the store is closed");
        };
    }

    private void commitUntilClosed() {
        Optional<List<PreparedAppend>> group;
        while ((group = queue.takeGroup(options.groupBytes())).isPresent()) {
            try {
                if (status.get() instanceof StoreStatus.Failed) {
                    refuse(group.get());
                } else {
                    committer.commit(group.get());
                }
            } catch (Throwable e) {
                fail(e);
                refuse(group.get());
            }
        }
    }

    private void refuse(List<PreparedAppend> appends) {
        for (PreparedAppend append : appends) {
            append.answer().completeExceptionally(refusal());
        }
    }

    /** Stops taking appends for good. Any thread may find that it must. */
    private void fail(Throwable why) {
        if (status.compareAndSet(
                StoreStatus.Open.OPEN, new StoreStatus.Failed(String.valueOf(why)))) {
            LOG.error("The store has stopped: nothing more is acknowledged", why);
        }
        queue.close();
    }

    @Override
    public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
        requireOpen();
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: limit=" + limit);
        }
        SegmentRead read =
                new SegmentRead(log, index, query, head().value(), after.value(), limit, direction);
        return StreamSupport.stream(read, false);
    }

    @Override
    public Subscription subscribe(Query query, Position after) {
        requireOpen();
        return new CatchUpSubscription(this, signal, query, after);
    }

    private void requireOpen() {
        if (status.get() instanceof StoreStatus.Closed) {
            throw new StoreClosedException("the store is closed");
        }
    }

    @Override
    public Position head() {
        return signal.head();
    }

    @Override
    public StoreStatus status() {
        return status.get();
    }

    /** What the store did since it was opened. */
    public SegmentStatistics statistics() {
        return statistics.now();
    }

    @Override
    public synchronized void close() {
        if (status.get() instanceof StoreStatus.Closed) {
            return;
        }
        queue.close();
        boolean interrupted = joinCommitting();
        StoreStatus before = status.getAndSet(StoreStatus.Closed.CLOSED);
        signal.close();
        try {
            if (before instanceof StoreStatus.Open) {
                index.flushAll();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        index.close();
        try (lock) {
            if (before instanceof StoreStatus.Open) {
                log.close();
            } else {
                log.abandon();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the log was not closed in order", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean joinCommitting() {
        boolean interrupted = false;
        while (true) {
            try {
                committing.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}

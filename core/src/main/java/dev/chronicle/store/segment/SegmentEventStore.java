package dev.chronicle.store.segment;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.CatchUpSubscription;
import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.CommitSignal;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.StoreStatistics;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * read. It stops, too, when it meets damage in its index, which the next opening makes anew.
 */
public final class SegmentEventStore implements MeasuredStore {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentEventStore.class);

    private final DirectoryLock lock;
    private final Log log;
    private final Index index;
    private final SegmentOptions options;
    private final CommitSignal signal;
    private final Pipeline pipeline;
    private final Sequencer sequencer;
    private final GroupWriter writer;
    private final List<Thread> threads;
    private final CommitCounters statistics = new CommitCounters();
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
            Directories.make(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return open(directory, options, disk, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot open the log: directory=" + directory.toAbsolutePath(), e);
        }
    }

    private static SegmentEventStore open(
            Path directory, SegmentOptions options, Disk disk, DirectoryLock lock)
            throws IOException {
        while (true) {
            try {
                return new SegmentEventStore(directory, options, disk, lock);
            } catch (DamagedIndexException e) {
                LOG.warn("The index is damaged and is made anew from the log", e);
            }
        }
    }

    private SegmentEventStore(Path directory, SegmentOptions options, Disk disk, DirectoryLock lock)
            throws IOException {
        this.lock = lock;
        this.options = options;
        this.pipeline = new Pipeline(options.queueBytes());
        SecureRandom random = new SecureRandom();
        log = Log.open(directory.resolve("log"), disk, options.segmentBytes(), random);
        long head = log.head();
        long recordedAt;
        try {
            recordedAt = newestRecordedAt(head);
            index = openIndex(directory.resolve("index"), KeyHash.random(random));
        } catch (IOException | RuntimeException | Error e) {
            log.abandon();
            throw e;
        }
        signal = new CommitSignal(new Position(head));
        sequencer =
                new Sequencer(
                        log, index, options.clock(), statistics, options.groupBytes(), recordedAt);
        writer = new GroupWriter(log, index, signal, statistics);
        threads =
                List.of(
                        start("chronicle-sequence", this::sequenceUntilClosed),
                        start("chronicle-write", this::writeUntilEnded));
    }

    private Index openIndex(Path directory, KeyHash hash) throws IOException {
        Manifest fresh = Manifest.empty(log.identity(), hash);
        Index opened = Index.open(directory, fresh, options.memtableEntries(), this::fail);
        try {
            new IndexRecovery(log, opened).catchUp();
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            if (opened.heals()) {
                throw new DamagedIndexException(e);
            }
            throw e;
        }
    }

    private static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(work);
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
        if (!pipeline.add(prepared)) {
            prepared.answer().completeExceptionally(refusal());
        }
        return prepared.answer();
    }

    private EventStoreException refusal() {
        return switch (status.get()) {
            case StoreStatus.Failed(String reason) ->
                    new StoreFailedException("the store has stopped: " + reason);
            case StoreStatus.Closed _, StoreStatus.Open _, StoreStatus.Unreachable _ ->
                    new StoreClosedException("the store is closed");
        };
    }

    private void sequenceUntilClosed() {
        try {
            List<PreparedAppend> appends;
            while (!(appends = pipeline.take(sequencer.group())).isEmpty()
                    || !sequencer.group().isEmpty()) {
                sequence(appends);
            }
        } finally {
            pipeline.end();
        }
    }

    private void sequence(List<PreparedAppend> appends) {
        Group group = sequencer.group();
        try {
            if (!isFailed()) {
                sequencer.add(appends);
            } else {
                appends.forEach(append -> append.answer().completeExceptionally(refusal()));
            }
            if (!group.isEmpty() && (appends.isEmpty() || pipeline.isWriterFree())) {
                pipeline.handOver(group);
                sequencer.nextGroup();
            }
        } catch (Throwable e) {
            failCommitting(e);
            group.refuse(refusal());
            appends.forEach(append -> append.answer().completeExceptionally(refusal()));
        }
    }

    private void writeUntilEnded() {
        Optional<Group> group;
        while ((group = pipeline.next()).isPresent()) {
            try {
                if (isFailed()) {
                    group.get().refuse(refusal());
                } else {
                    writer.write(group.get());
                }
            } catch (Throwable e) {
                failCommitting(e);
                group.get().refuse(refusal());
            }
        }
    }

    private boolean isFailed() {
        return status.get() instanceof StoreStatus.Failed;
    }

    /** Stops taking appends for good. Any thread may find that it must. */
    private void fail(Throwable why) {
        if (status.compareAndSet(
                StoreStatus.Open.OPEN, new StoreStatus.Failed(String.valueOf(why)))) {
            LOG.error("The store has stopped: nothing more is acknowledged", why);
        }
        pipeline.close();
    }

    /** The same, where the index may wait for groups that will never be committed now. */
    private void failCommitting(Throwable why) {
        fail(why);
        index.stop();
    }

    /** Found while the index was brought up to the log: the next attempt makes it anew. */
    private static final class DamagedIndexException extends IOException {

        private static final long serialVersionUID = 1L;

        DamagedIndexException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
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

    @Override
    public StoreStatistics statistics() {
        return statistics.read();
    }

    @Override
    public synchronized void close() {
        if (status.get() instanceof StoreStatus.Closed) {
            return;
        }
        pipeline.close();
        boolean interrupted = joinThreads();
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

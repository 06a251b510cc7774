package dev.chronicle.store.segment;

import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The snapshots beside an embedded log: one file, {@code snapshots/snapshots.dat} in the log's
 * directory, and 20 to 60 bytes of memory for each stream that has one. Threads share it.
 *
 * <p>A snapshot that was saved survives the end of the process, be it killed; it is not synced, so
 * after a power cut an older one or none may be found. When more than half of the file is of no use
 * any more, and at least 1 MiB, it is copied in the background; saving and loading go on meanwhile.
 */
public final class SegmentSnapshotStore implements SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentSnapshotStore.class);

    private static final long LEAST_GARBAGE = 1 << 20;

    /** How far behind the copy may be when writers are made to wait for the rest. */
    private static final long LITTLE = 1 << 18;

    private static final int MOST_ROUNDS = 10;

    private final Path name;
    private final Disk disk;
    private final long leastGarbage;
    private final DirectoryLock lock;
    private final KeyHash hash;

    /** Held by whoever writes, but not while a copy is made. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile KeyedRecords records;
    private volatile boolean closed;

    /** Guarded by {@link #writing}, like what follows. */
    private Optional<Thread> compactor = Optional.empty();

    /** What a compaction that failed found: the next one waits until there is twice as much. */
    private long garbageTooMuch;

    /**
     * Opens the snapshots in the directory of a log, or begins with none.
     *
     * @param directory the log's, as given to {@link SegmentEventStore#open(Path)}; the event store
     *     may be open or not
     * @throws StoreInUseException if another store has them open
     * @throws StoreFailedException if the file was written by a later version
     * @throws UncheckedIOException if the directory cannot be used
     */
    public static SegmentSnapshotStore open(Path directory) {
        return open(directory, Disk.uninterruptible(), LEAST_GARBAGE);
    }

    static SegmentSnapshotStore open(Path directory, Disk disk, long leastGarbage) {
        Path own = directory.resolve("snapshots");
        try {
            Directories.make(own);
            DirectoryLock lock = DirectoryLock.take(own);
            try {
                return new SegmentSnapshotStore(own, disk, leastGarbage, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot open the snapshots: directory=" + own.toAbsolutePath(), e);
        }
    }

    private SegmentSnapshotStore(Path own, Disk disk, long leastGarbage, DirectoryLock lock)
            throws IOException {
        this.name = own.resolve("snapshots.dat");
        this.disk = disk;
        this.leastGarbage = leastGarbage;
        this.lock = lock;
        this.hash = KeyHash.random(new SecureRandom());
        this.records = Files.exists(name) ? recovered() : fresh();
    }

    private KeyedRecords recovered() throws IOException {
        Optional<RecordFile> file = RecordFile.open(name, RecordFormat.Kind.SNAPSHOTS, disk);
        if (file.isEmpty()) {
            LOG.warn("The snapshots are damaged and begin anew: file={}", name);
            return fresh();
        }
        KeyedRecords found = new KeyedRecords(file.get(), this::hash);
        try {
            long damaged = found.recover();
            if (damaged > 0) {
                LOG.warn("Some snapshots were not whole: file={} bytes={}", name, damaged);
            }
            return found;
        } catch (IOException | RuntimeException | Error e) {
            found.close();
            throw e;
        }
    }

    private KeyedRecords fresh() throws IOException {
        RecordFile file = begin(new SecureRandom().nextLong());
        try {
            file.sync();
            file.publish();
            file.syncName();
            return new KeyedRecords(file, this::hash);
        } catch (IOException e) {
            file.discard();
            throw e;
        }
    }

    private RecordFile begin(long salt) throws IOException {
        return RecordFile.begin(name, RecordFormat.Kind.SNAPSHOTS, salt, disk);
    }

    private long hash(byte[] key) {
        return hash.hash(KeyHash.Kind.STREAM, key, 0, key.length);
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        byte[] key = SnapshotCodec.key(stream);
        byte[] value = SnapshotCodec.value(snapshot);
        byte[] record = RecordFormat.record(records.file().salt(), key, value);
        write(key, record, snapshot.sequence());
    }

    @Override
    public void delete(StreamId stream) {
        byte[] key = SnapshotCodec.key(stream);
        byte[] record = RecordFormat.deletion(records.file().salt(), key);
        write(key, record, Long.MAX_VALUE);
    }

    private void write(byte[] key, byte[] record, long sequence) {
        writing.lock();
        try {
            requireOpen();
            Optional<byte[]> kept = records.find(key);
            if (kept.isPresent() && SnapshotCodec.sequence(kept.get()) > sequence) {
                return;
            }
            records.put(record);
            long garbage = records.garbage();
            if (garbage >= Math.max(leastGarbage, 2 * garbageTooMuch)
                    && garbage > records.file().end() / 2
                    && compactor.isEmpty()) {
                compactor =
                        Optional.of(
                                Thread.ofPlatform()
                                        .name("chronicle-snapshot-compact")
                                        .daemon()
                                        .start(this::compact));
            }
        } catch (IOException e) {
            throw new StoreFailedException("the snapshots cannot be written: file=" + name, e);
        } catch (KeyedRecords.ClosedException e) {
            throw closed();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<Snapshot> latest(StreamId stream) {
        byte[] key = SnapshotCodec.key(stream);
        while (true) {
            requireOpen();
            try {
                return records.find(key).map(SnapshotCodec::snapshot);
            } catch (KeyedRecords.ClosedException e) {
                // A copy has taken their place, or the store is closed.
                continue;
            }
        }
    }

    private void compact() {
        boolean compacted = false;
        try {
            RecordFile file = begin(records.file().salt());
            KeyedRecords fresh = new KeyedRecords(file, this::hash);
            try (Compaction compaction = new Compaction(records, fresh)) {
                int round = 0;
                do {
                    compaction.catchUp(() -> closed);
                } while (compaction.behind() > LITTLE && ++round < MOST_ROUNDS);
                file.sync();
                switchTo(fresh, compaction);
                compacted = true;
            } catch (IOException | RuntimeException | Error e) {
                if (records != fresh) {
                    file.discard();
                }
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            if (!closed) {
                LOG.warn("The snapshots were not compacted: file={}", name, e);
            }
        } finally {
            writing.lock();
            try {
                garbageTooMuch = compacted ? 0 : records.garbage();
                compactor = Optional.empty();
            } finally {
                writing.unlock();
            }
        }
    }

    private void switchTo(KeyedRecords fresh, Compaction compaction) throws IOException {
        writing.lock();
        try {
            compaction.catchUp(() -> closed);
            fresh.file().publish();
            KeyedRecords old = records;
            records = fresh;
            old.close();
            // A power cut before this may bring the old file back, with older snapshots.
            fresh.file().syncName();
        } finally {
            writing.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closed();
        }
    }

    private static StoreClosedException closed() {
        return new StoreClosedException("the snapshot store is closed");
    }

    @Override
    public void close() {
        Optional<Thread> running;
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            running = compactor;
        } finally {
            writing.unlock();
        }
        running.ifPresent(SegmentSnapshotStore::await);
        try (lock) {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshots were not closed in order", e);
        }
    }

    private static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.chronicle.store.segment;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The checkpoints beside an embedded log: one file, {@code checkpoints/checkpoints.dat} in the
 * log's directory, and all of it in memory. Threads share it.
 *
 * <p>A position that was saved survives the end of the process, be it killed. It is synced by the
 * next save that comes a second or more after the last sync, and by closing: a power cut takes back
 * at most the saves of one second. Going back (deleting, or saving a lower position) is synced
 * before it returns. A sync that fails is final: nothing more is saved until the store is opened
 * again.
 */
public final class SegmentCheckpointStore implements CheckpointStore {

    private static final long LEAST_GARBAGE = 1 << 16;
    private static final long SYNC_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final DirectoryLock lock;
    private final Map<String, Position> positions = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();

    /** Guarded by {@link #writing}, like what follows. */
    private final CheckpointFile file;

    private long syncedAt;
    private volatile boolean closed;

    /**
     * Opens the checkpoints in the directory of a log, or begins with none.
     *
     * @param directory the log's, as given to {@link SegmentEventStore#open(Path)}; the event store
     *     may be open or not
     * @throws StoreInUseException if another store has them open
     * @throws DamagedLogException if the beginning of the file is not as it was written; deleting
     *     the file makes every projection begin at the start
     * @throws StoreFailedException if the file was written by a later version
     * @throws UncheckedIOException if the directory cannot be used
     */
    public static SegmentCheckpointStore open(Path directory) {
        return open(directory, Disk.uninterruptible(), LEAST_GARBAGE, System::nanoTime);
    }

    static SegmentCheckpointStore open(
            Path directory, Disk disk, long leastGarbage, LongSupplier nanoTime) {
        Path own = directory.resolve("checkpoints");
        try {
            Directories.make(own);
            DirectoryLock lock = DirectoryLock.take(own);
            try {
                Path name = own.resolve("checkpoints.dat");
                return new SegmentCheckpointStore(name, disk, leastGarbage, nanoTime, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot open the checkpoints: directory=" + own.toAbsolutePath(), e);
        }
    }

    private SegmentCheckpointStore(
            Path name, Disk disk, long leastGarbage, LongSupplier nanoTime, DirectoryLock lock)
            throws IOException {
        this.nanoTime = nanoTime;
        this.lock = lock;
        file = CheckpointFile.open(name, disk, leastGarbage, positions, new SecureRandom());
        syncedAt = nanoTime.getAsLong();
    }

    @Override
    public void save(String name, Position position) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("checkpoint name is not well-formed Unicode");
        }
        writing.lock();
        try {
            requireOpen();
            Position kept = positions.get(name);
            if (position.equals(kept)) {
                return;
            }
            if (kept != null && position.compareTo(kept) < 0) {
                file.replace(with(name, position));
                syncedAt = nanoTime.getAsLong();
            } else {
                file.append(name, position, positions);
                syncIfDue();
            }
            positions.put(name, position);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    private void syncIfDue() throws IOException {
        long now = nanoTime.getAsLong();
        if (now - syncedAt >= SYNC_EVERY) {
            file.sync();
            syncedAt = now;
        }
    }

    private Map<String, Position> with(String name, Position position) {
        Map<String, Position> changed = new ConcurrentHashMap<>(positions);
        changed.put(name, position);
        return changed;
    }

    @Override
    public Position load(String name) {
        requireOpen();
        return positions.getOrDefault(name, Position.START);
    }

    @Override
    public void delete(String name) {
        writing.lock();
        try {
            requireOpen();
            if (!positions.containsKey(name)) {
                return;
            }
            Map<String, Position> left = new ConcurrentHashMap<>(positions);
            left.remove(name);
            file.replace(left);
            syncedAt = nanoTime.getAsLong();
            positions.remove(name);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    private StoreFailedException failed(IOException cause) {
        return new StoreFailedException("the checkpoints cannot be written: file=" + file, cause);
    }

    @Override
    public List<String> names() {
        requireOpen();
        return positions.keySet().stream().sorted().toList();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("the checkpoint store is closed");
        }
    }

    @Override
    public void close() {
        writing.lock();
        try (lock) {
            if (!closed) {
                closed = true;
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints were not closed in order", e);
        } finally {
            writing.unlock();
        }
    }
}

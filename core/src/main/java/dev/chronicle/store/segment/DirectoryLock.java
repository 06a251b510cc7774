package dev.chronicle.store.segment;

import dev.chronicle.store.StoreInUseException;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory for one process: a lock of the operating system's, gone when the process ends.
 */
final class DirectoryLock implements AutoCloseable {

    /**
     * What this process has taken. Looked at first, since POSIX lets go of a process's lock as soon
     * as the process closes any handle of the file, be it another one.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private static final String FILE = "LOCK";

    /** Takes the lock of a directory, to be closed again. */
    private interface Taking {
        Closeable of(Path directory) throws IOException;
    }

    private final Path directory;
    private final Closeable held;

    private DirectoryLock(Path directory, Closeable held) {
        this.directory = directory;
        this.held = held;
    }

    /**
     * @throws StoreInUseException if the directory is taken
     */
    static DirectoryLock take(Path directory) throws IOException {
        return take(directory, DirectoryLock::toWrite);
    }

    /**
     * Keeps stores out while somebody reads. Writes nothing, so a copy that cannot be written will
     * do; where no store has left its file, none is kept out.
     *
     * @throws StoreInUseException if the directory is taken
     */
    static DirectoryLock takeToRead(Path directory) throws IOException {
        return take(directory, DirectoryLock::toRead);
    }

    private static DirectoryLock take(Path directory, Taking taking) throws IOException {
        Path real = directory.toRealPath();
        if (!TAKEN.add(real)) {
            throw inUse(real);
        }
        try {
            return new DirectoryLock(real, taking.of(real));
        } catch (IOException | RuntimeException e) {
            TAKEN.remove(real);
            throw e;
        }
    }

    private static Closeable toWrite(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve(FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        return lock(channel, false, directory);
    }

    private static Closeable toRead(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return () -> {};
        }
        return lock(FileChannel.open(file, StandardOpenOption.READ), true, directory);
    }

    private static FileChannel lock(FileChannel channel, boolean shared, Path directory)
            throws IOException {
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Taken by this process, through another class loader. The channel stays open: to close
            // it would let go of that lock.
            throw inUse(directory);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(directory);
    }

    private static StoreInUseException inUse(Path directory) {
        return new StoreInUseException("the log is in use: directory=" + directory);
    }

    @Override
    public void close() throws IOException {
        try {
            held.close();
        } finally {
            TAKEN.remove(directory);
        }
    }
}

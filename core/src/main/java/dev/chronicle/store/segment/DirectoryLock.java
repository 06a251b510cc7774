package dev.chronicle.store.segment;

import dev.chronicle.store.StoreInUseException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a directory for one process: a lock of the operating system's, gone when the process ends.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws StoreInUseException if the directory is taken
     */
    static DirectoryLock take(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("LOCK"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Taken by this process: the same answer as for another.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new StoreInUseException("the log is in use: directory=" + directory.toAbsolutePath());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

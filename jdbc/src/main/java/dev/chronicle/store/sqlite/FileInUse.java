package dev.chronicle.store.sqlite;

import dev.chronicle.store.StoreInUseException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Says that a log belongs to one store: a lock of the operating system on a file beside it, which
 * ends with the process, however that ends. SQLite itself would let several processes write, but
 * none would tell the others' subscribers.
 */
final class FileInUse implements AutoCloseable {

    private final FileChannel channel;

    private FileInUse(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws StoreInUseException if another store has it
     */
    static FileInUse take(Path database) throws IOException {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FileInUse(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(database);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(database);
    }

    private static StoreInUseException inUse(Path database) {
        return new StoreInUseException("another store has the log open: file=" + database);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package dev.chronicle.store.segment;

import dev.chronicle.store.StoreFailedException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A file of keyed records that grows at its end; {@link RecordFormat} is its layout. One thread at
 * a time appends; any may read what was appended.
 */
final class RecordFile implements AutoCloseable {

    /** Readers beside one another: each has a place of its own in the file. */
    private static final int READERS = 4;

    private final Path name;
    private final Disk.Output output;
    private final RandomAccessFile[] readers = new RandomAccessFile[READERS];
    private final long salt;
    private volatile long end;

    private RecordFile(Path name, Path now, Disk.Output output, long salt, long end)
            throws IOException {
        this.name = name;
        this.output = output;
        this.salt = salt;
        this.end = end;
        for (int i = 0; i < READERS; i++) {
            readers[i] = new RandomAccessFile(now.toFile(), "r");
        }
    }

    /** Begins the file that {@link #publish} gives its name. What was begun before is gone. */
    static RecordFile begin(Path name, RecordFormat.Kind kind, long salt, Disk disk)
            throws IOException {
        Path fresh = fresh(name);
        Files.deleteIfExists(fresh);
        Disk.Output output = disk.open(fresh);
        try {
            output.write(RecordFormat.fileHeader(kind, salt), 0);
            return new RecordFile(name, fresh, output, salt, RecordFormat.FILE_HEADER_SIZE);
        } catch (IOException | RuntimeException e) {
            output.close();
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private static Path fresh(Path name) {
        return name.resolveSibling(name.getFileName() + ".new");
    }

    /**
     * Opens the file, for {@link #recover}.
     *
     * @return nothing if it has no sound header
     * @throws StoreFailedException if it is of a later version
     */
    static Optional<RecordFile> open(Path name, RecordFormat.Kind kind, Disk disk)
            throws IOException {
        byte[] header = new byte[RecordFormat.FILE_HEADER_SIZE];
        try (RandomAccessFile file = new RandomAccessFile(name.toFile(), "r")) {
            if (file.length() < header.length) {
                return Optional.empty();
            }
            file.readFully(header);
        }
        if (!RecordFormat.isFileHeader(header, kind)) {
            return Optional.empty();
        }
        if (RecordFormat.version(header) != RecordFormat.VERSION) {
            throw new StoreFailedException(
                    "unknown version of the file: file=%s version=%d"
                            .formatted(name, RecordFormat.version(header)));
        }
        Disk.Output output = disk.open(name);
        try {
            long salt = RecordFormat.salt(header);
            return Optional.of(new RecordFile(name, name, output, salt, Files.size(name)));
        } catch (IOException | RuntimeException e) {
            output.close();
            throw e;
        }
    }

    /**
     * Hands out every whole record from old to new, then cuts off what stands behind the last.
     *
     * @return the bytes that were no whole record
     */
    long recover(RecordScan.Visitor visitor) throws IOException {
        try (RecordScan scan = new RecordScan(name, salt, RecordFormat.FILE_HEADER_SIZE)) {
            long size = end;
            scan.visitUpTo(size, visitor);
            end = scan.endOfLastRecord();
            if (end < size) {
                output.resize(end);
            }
            return scan.skipped() + (size - end);
        }
    }

    /** A look through the file's records from the first. */
    RecordScan scan() throws IOException {
        return new RecordScan(name, salt, RecordFormat.FILE_HEADER_SIZE);
    }

    long salt() {
        return salt;
    }

    /** Where the next record will stand: the size of the file. */
    long end() {
        return end;
    }

    /**
     * Writes a record at the end and returns its offset. If that fails the file is as it was, but
     * for bytes behind its end.
     */
    long append(byte[] record) throws IOException {
        long offset = end;
        try {
            output.write(ByteBuffer.wrap(record), offset);
        } catch (IOException e) {
            try {
                output.resize(offset);
            } catch (IOException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
        end = offset + record.length;
        return offset;
    }

    /**
     * Reads the record of this size at this offset.
     *
     * @return nothing if it is not as it was written
     */
    Optional<byte[]> read(long offset, int size) throws IOException {
        if (offset + size > end) {
            return Optional.empty();
        }
        byte[] record = new byte[size];
        RandomAccessFile reader = readers[(int) (Thread.currentThread().threadId() % READERS)];
        synchronized (reader) {
            reader.seek(offset);
            reader.readFully(record);
        }
        return RecordFormat.isRecord(record, salt) ? Optional.of(record) : Optional.empty();
    }

    /** Makes what was appended durable. */
    void sync() throws IOException {
        output.sync();
    }

    /** Puts the file, which must be synced, in the place of the one that has its name. */
    void publish() throws IOException {
        Files.move(fresh(name), name, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes it durable that this file has the name. */
    void syncName() throws IOException {
        Path directory = Objects.requireNonNull(name.toAbsolutePath().getParent());
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Directories.sync(directory);
                    return;
                } catch (ClosedByInterruptException e) {
                    // Whose thread this is is none of the file's business.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes a file that was begun and is not to be published. */
    void discard() throws IOException {
        try {
            close();
        } finally {
            Files.deleteIfExists(fresh(name));
        }
    }

    @Override
    public String toString() {
        return name.toString();
    }

    @Override
    public void close() throws IOException {
        for (RandomAccessFile reader : readers) {
            reader.close();
        }
        output.close();
    }
}

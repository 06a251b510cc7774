package dev.chronicle.store.segment;

import dev.chronicle.event.Position;
import dev.chronicle.store.DamagedLogException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The file of the checkpoints: records of a name and a position, of which the last counts. The
 * positions of a name never fall within one file, so that whatever damage does, it brings back an
 * earlier one: to go back, the file is replaced whole. For one thread at a time.
 */
final class CheckpointFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);

    private final Path name;
    private final Disk disk;
    private final long leastGarbage;
    private RecordFile file;

    /** The size of the file when it was replaced last. */
    private long sizeOfReplacement;

    /** Why nothing more is written. */
    private boolean failed;

    private CheckpointFile(Path name, Disk disk, long leastGarbage, RecordFile file) {
        this.name = name;
        this.disk = disk;
        this.leastGarbage = leastGarbage;
        this.file = file;
    }

    /**
     * Opens the file, or begins it.
     *
     * @param positions to be filled with what it says
     * @param random gives a new file its salt
     */
    static CheckpointFile open(
            Path name,
            Disk disk,
            long leastGarbage,
            Map<String, Position> positions,
            RandomGenerator random)
            throws IOException {
        if (!Files.exists(name)) {
            RecordFile fresh = write(name, random.nextLong(), disk, Map.of());
            try {
                fresh.publish();
                fresh.syncName();
                return new CheckpointFile(name, disk, leastGarbage, fresh);
            } catch (IOException e) {
                fresh.discard();
                throw e;
            }
        }
        RecordFile found =
                RecordFile.open(name, RecordFormat.Kind.CHECKPOINTS, disk)
                        .orElseThrow(() -> new DamagedLogException(name + ":0", "no sound header"));
        try {
            long damaged =
                    found.recover((_, record) -> positions.put(name(record), position(record)));
            if (damaged > 0) {
                LOG.warn("Some checkpoints were not whole: file={} bytes={}", name, damaged);
            }
            return new CheckpointFile(name, disk, leastGarbage, found);
        } catch (IOException | RuntimeException | Error e) {
            found.close();
            throw e;
        }
    }

    private static String name(byte[] record) {
        return new String(RecordFormat.key(record), StandardCharsets.UTF_8);
    }

    private static Position position(byte[] record) {
        return new Position(RecordFormat.value(record).getLong());
    }

    private static RecordFile write(
            Path name, long salt, Disk disk, Map<String, Position> positions) throws IOException {
        RecordFile fresh = RecordFile.begin(name, RecordFormat.Kind.CHECKPOINTS, salt, disk);
        try {
            for (Map.Entry<String, Position> entry : positions.entrySet()) {
                fresh.append(record(salt, entry.getKey(), entry.getValue()));
            }
            fresh.sync();
            return fresh;
        } catch (IOException | RuntimeException | Error e) {
            fresh.discard();
            throw e;
        }
    }

    private static byte[] record(long salt, String name, Position position) {
        return RecordFormat.record(
                salt,
                name.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(Long.BYTES).putLong(position.value()).array());
    }

    /**
     * Adds a position that is not lower than the one the name has. A file that is mostly garbage by
     * then is first replaced by one that says the same; if that fails it goes on growing.
     */
    void append(String name, Position position, Map<String, Position> now) throws IOException {
        requireSound();
        if (file.end() >= 2 * sizeOfReplacement + leastGarbage) {
            try {
                replace(now);
            } catch (IOException e) {
                LOG.warn("The checkpoints were not compacted: file={}", this.name, e);
                requireSound();
                sizeOfReplacement = file.end();
            }
        }
        file.append(record(file.salt(), name, position));
    }

    /** Makes the file say this and nothing else, durably, or, if that fails, what it says now. */
    void replace(Map<String, Position> positions) throws IOException {
        requireSound();
        RecordFile fresh = write(name, file.salt(), disk, positions);
        try {
            fresh.publish();
        } catch (IOException | RuntimeException | Error e) {
            fresh.discard();
            throw e;
        }
        RecordFile old = file;
        file = fresh;
        sizeOfReplacement = fresh.end();
        old.close();
        try {
            fresh.syncName();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    void sync() throws IOException {
        requireSound();
        try {
            file.sync();
        } catch (IOException e) {
            // The operating system may have dropped what it could not write.
            failed = true;
            throw e;
        }
    }

    private void requireSound() throws IOException {
        if (failed) {
            throw new IOException("a sync has failed before");
        }
    }

    @Override
    public String toString() {
        return name.toString();
    }

    @Override
    public void close() throws IOException {
        try (RecordFile closing = file) {
            if (!failed) {
                closing.sync();
            }
        }
    }
}

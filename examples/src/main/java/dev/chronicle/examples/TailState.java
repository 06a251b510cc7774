package dev.chronicle.examples;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * How far a tail got: what the server has answered for.
 *
 * @param path of the file that is followed
 * @param fileKey which file that was, by device and inode: a renamed file keeps it
 * @param generation how often that file has been truncated
 * @param fileId what the ids of its lines begin with; empty before the first
 * @param offset of the first byte that was not sent
 * @param before hash of the bytes in front of that: they tell whether it is still the same file
 */
record TailState(
        String path, String fileKey, int generation, String fileId, long offset, String before) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Reads a state; nothing if there is none.
     *
     * @throws IllegalArgumentException if the file is something else
     */
    static Optional<TailState> load(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), TailState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException("Not a state that can be read: " + file, e);
        }
    }

    /**
     * Refuses a state that belongs to another file.
     *
     * @throws IllegalArgumentException if it does
     */
    void requireFor(TailOptions options) {
        if (!path.equals(options.file().toString())) {
            throw new IllegalArgumentException(
                    "The state %s is that of %s".formatted(options.state(), path));
        }
    }

    /** Puts this in the place of what was there: after a crash there is the one or the other. */
    void save(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(this));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

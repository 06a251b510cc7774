package dev.chronicle.store.segment;

import dev.chronicle.event.Event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** The position of every event a handler was given, a line each, in a file. */
final class HandledFile implements AutoCloseable {

    private final FileChannel file;

    HandledFile(Path name) throws IOException {
        file =
                FileChannel.open(
                        name,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
    }

    void handle(Event event) throws IOException {
        byte[] line = (event.position() + "\n").getBytes(StandardCharsets.UTF_8);
        file.write(ByteBuffer.wrap(line));
    }

    void clear() throws IOException {
        file.truncate(0);
    }

    /** What was handled; a last line that was cut off counts as not. */
    static List<Long> read(Path name) throws IOException {
        String text = Files.readString(name);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return Arrays.stream(whole.split("\n", -1))
                .filter(it -> !it.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

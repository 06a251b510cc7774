package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What one does to directories. */
final class Directories {

    private Directories() {}

    /**
     * Makes the directory, and those above it, where they are not there; their names are durable.
     */
    static void make(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null || Files.isDirectory(absolute)) {
            return;
        }
        make(parent);
        Files.createDirectories(absolute);
        sync(parent);
    }

    /** Makes names created, renamed or deleted in the directory durable. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package dev.chronicle.examples;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A log file and those that had its name before: {@code app.log.1}, {@code app.log-20260101}. */
final class RotatedFiles {

    private final Path current;
    private final Pattern older;

    /** A file, its key, and when it was written last. */
    private record Found(Path path, String key, FileTime modified) {}

    RotatedFiles(Path current) {
        this.current = current;
        older = Pattern.compile(Pattern.quote(current.getFileName().toString()) + "[.-]\\d[-\\d]*");
    }

    /** Which file has the name now; nothing if none has. */
    Optional<String> currentKey() throws IOException {
        return look(current).map(Found::key);
    }

    /** Where the file with this key is now. */
    Optional<Path> find(String key) throws IOException {
        return oldestFirst().stream()
                .filter(file -> file.key().equals(key))
                .map(Found::path)
                .findFirst();
    }

    /** The file that came after the one with this key; if that is not there, the current one. */
    Path after(String key) throws IOException {
        List<Found> files = oldestFirst();
        for (int i = 0; i + 1 < files.size(); i++) {
            if (files.get(i).key().equals(key)) {
                return files.get(i + 1).path();
            }
        }
        return current;
    }

    private List<Found> oldestFirst() throws IOException {
        List<Found> files = new ArrayList<>();
        try (Stream<Path> siblings = Files.list(current.resolveSibling(""))) {
            for (Path sibling : siblings.toList()) {
                if (older.matcher(sibling.getFileName().toString()).matches()) {
                    look(sibling).ifPresent(files::add);
                }
            }
        }
        files.sort(Comparator.comparing(Found::modified));
        look(current).ifPresent(files::add);
        return files;
    }

    private static Optional<Found> look(Path path) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            String key = String.valueOf(file.fileKey());
            return file.isRegularFile()
                    ? Optional.of(new Found(path, key, file.lastModifiedTime()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A file to read, and its key. */
    record Open(FileChannel channel, String key) {}

    /** Opens a file that may be renamed at any moment. */
    static Open open(Path path) throws IOException {
        while (true) {
            String before = key(path);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            if (key(path).equals(before)) {
                return new Open(channel, before);
            }
            channel.close();
        }
    }

    private static String key(Path path) throws IOException {
        return look(path).orElseThrow(() -> new NoSuchFileException(path.toString())).key();
    }
}

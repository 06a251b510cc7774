package dev.chronicle.store.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a store at one moment, as a process that was killed then leaves them: names relative
 * to its directory, and their bytes. Immutable, as long as nobody writes into the arrays.
 */
record Snapshot(Map<String, byte[]> files) {

    private static final String LOCK = "LOCK";

    /** Copies the files in {@code directory}, of which a store may have hold. */
    static Snapshot of(Path directory) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                // Closing any handle of the lock file would let go of the store's lock.
                if (!file.endsWith(LOCK)) {
                    files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Snapshot(files);
    }

    byte[] bytes(String name) {
        return Objects.requireNonNull(files.get(name), name).clone();
    }

    /** The same but for one file. */
    Snapshot with(String name, byte[] bytes) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(name, bytes);
        return new Snapshot(changed);
    }

    /** The same without some files. */
    Snapshot without(Predicate<String> name) {
        Map<String, byte[]> fewer = new TreeMap<>(files);
        fewer.keySet().removeIf(name);
        return new Snapshot(fewer);
    }

    /** The names of the segments, from old to new. */
    List<String> segments() {
        return files.keySet().stream().filter(name -> name.endsWith(".log")).toList();
    }

    /** The names of the files that end so. */
    List<String> named(String suffix) {
        return files.keySet().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    /**
     * Makes {@code directory} hold these files and no others. What is there is written over, not
     * made anew: a file system may be slow to make files where many have just been deleted.
     */
    Path restore(Path directory) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> old = Files.walk(directory)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    if (!path.equals(directory) && !contains(directory.relativize(path))) {
                        Files.delete(path);
                    }
                }
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = directory.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is one of the files, or a directory that some are in. */
    private boolean contains(Path relative) {
        return files.keySet().stream().anyMatch(name -> Path.of(name).startsWith(relative));
    }
}

package dev.chronicle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that a benchmark fills, copies and removes. */
final class TemporaryFiles {

    private TemporaryFiles() {}

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (Path path : tree(folder).reversed()) {
            Files.delete(path);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        for (Path path : tree(from)) {
            Files.copy(path, to.resolve(from.relativize(path)));
        }
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.naturalOrder()).toList();
        }
    }
}

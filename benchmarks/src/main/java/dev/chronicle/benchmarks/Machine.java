package dev.chronicle.benchmarks;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** Where a benchmark runs. */
final class Machine {

    private final Path directory;

    /**
     * @param directory where the benchmark keeps its files
     */
    Machine(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    String hardware() throws IOException {
        return "%d cores (%s), %s MiB memory"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        field("/proc/cpuinfo", "model name"),
                        memoryMebibytes());
    }

    private static String memoryMebibytes() throws IOException {
        String total = field("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return total.isEmpty() ? "?" : Long.toString(Long.parseLong(total) / 1024);
    }

    String software() {
        return "%s %s, JDK %s (%s), at most %s MiB heap"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.runtime.version"),
                        System.getProperty("java.vendor"),
                        Runtime.getRuntime().maxMemory() >> 20);
    }

    String fileSystem() throws IOException {
        FileStore store = Files.getFileStore(directory);
        return store.type() + " on " + store.name();
    }

    String date() {
        return ZonedDateTime.now(ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'"));
    }

    /** The value of the first line {@code name: value}; a question mark if there is none. */
    private static String field(String file, String name) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            return "?";
        }
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("?");
        }
    }
}

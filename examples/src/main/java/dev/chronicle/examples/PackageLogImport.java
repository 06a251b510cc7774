package dev.chronicle.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brings a package manager's log into a Chronicle, each line once, and checks that all of it
 * arrived:
 *
 * <pre>
 * PackageLogImport [file] --url http://127.0.0.1:8080
 * PackageLogImport [file] --data directory
 * </pre>
 *
 * <p>The file is {@code /var/log/dpkg.log} unless given. An import that was cut off is simply run
 * again. Exit codes: 0 for complete, 1 for not, 2 for a command line that makes no sense.
 */
final class PackageLogImport {

    private static final String USAGE =
            "usage: PackageLogImport [file] (--url <server> | --data <directory>)";
    private static final Path DEFAULT_FILE = Path.of("/var/log/dpkg.log");

    private final PrintStream out;

    PackageLogImport(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        System.exit(new PackageLogImport(System.out).run(args));
    }

    int run(String... args) throws Exception {
        List<String> words = new ArrayList<>(List.of(args));
        Path file = DEFAULT_FILE;
        if (!words.isEmpty() && !words.getFirst().startsWith("--")) {
            file = Path.of(words.removeFirst());
        }
        if (words.size() != 2 || !Set.of("--url", "--data").contains(words.getFirst())) {
            out.println(USAGE);
            return 2;
        }
        if (!Files.isReadable(file)) {
            out.println("There is no package log to read at " + file + "; name one. " + USAGE);
            return 2;
        }
        List<PackageLogLine> lines = lines(file);
        try (EventSink sink = sink(words.getFirst(), words.getLast())) {
            return run(file, lines, sink);
        } catch (IOException e) {
            out.println("The import was cut off: " + e.getMessage());
            out.println("Run it again to complete it; nothing is stored twice.");
            return 1;
        }
    }

    private static EventSink sink(String kind, String where) {
        return kind.equals("--url")
                ? new HttpSink(URI.create(where))
                : new StoreSink(Path.of(where));
    }

    private static List<PackageLogLine> lines(Path file) throws IOException {
        List<String> texts;
        try {
            texts = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException("not a text in UTF-8: " + file, e);
        }
        List<PackageLogLine> lines = new ArrayList<>(texts.size());
        for (String text : texts) {
            lines.add(new PackageLogLine(lines.size() + 1, text));
        }
        return lines;
    }

    private int run(Path file, List<PackageLogLine> lines, EventSink sink) throws Exception {
        Map<String, PackageLogLine> wanted =
                lines.stream().collect(Collectors.toMap(PackageLogLine::id, line -> line));
        long before = inLog(sink, wanted).size();
        sink.append(lines);
        List<EventSink.Stored> after = inLog(sink, wanted);
        long whole =
                after.stream()
                        .filter(stored -> stored.line().equals(wanted.get(stored.id())))
                        .map(EventSink.Stored::id)
                        .distinct()
                        .count();
        out.printf("%s: %d lines%n", file, lines.size());
        out.printf("  in the log before:  %d%n", before);
        out.printf("  stored now:         %d%n", after.size() - before);
        out.printf("  read back complete: %d%n", whole);
        actions(lines).forEach((action, count) -> out.printf("    %-12s %d%n", action, count));
        boolean complete = whole == lines.size() && after.size() == lines.size();
        out.println(complete ? "Every line is in the log, once." : "The log is NOT complete.");
        return complete ? 0 : 1;
    }

    private static List<EventSink.Stored> inLog(EventSink sink, Map<String, PackageLogLine> wanted)
            throws Exception {
        return sink.readBack().stream().filter(it -> wanted.containsKey(it.id())).toList();
    }

    private static Map<String, Long> actions(List<PackageLogLine> lines) {
        return lines.stream()
                .collect(
                        Collectors.groupingBy(
                                PackageLogLine::action, TreeMap::new, Collectors.counting()));
    }
}

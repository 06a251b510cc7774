package dev.chronicle.examples;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@link LogTail} is told.
 *
 * @param file to follow
 * @param url of the aggregator, http://localhost:8080 unless told
 * @param topic of the events, the file's name unless told
 * @param source of the events, the file's path unless told
 * @param state where to remember how far it got, {@code <name>.tail.json} in the working directory
 *     unless told
 * @param once whether to stop at the end of the file
 */
record TailOptions(Path file, URI url, String topic, String source, Path state, boolean once) {

    static final String USAGE =
            "usage: LogTail <file> [--url <url>] [--topic <topic>] [--source <source>]"
                    + " [--state <file>] [--once] [--help]";

    static final String HELP =
            USAGE
                    + """


                    Sends each line of a file to an aggregator as an event, and goes on as the file grows.

                      --url <url>        where the aggregator is (http://localhost:8080)
                      --topic <topic>    topic of the events (the file's name)
                      --source <source>  source of the events (the file's path)
                      --state <file>     where to remember how far it got (<name>.tail.json in the working
                                         directory); one for each file and aggregator
                      --once             stop at the end of the file

                    A line without its newline waits until it has one. A line of more than 1 MiB is sent in
                    pieces. Bytes that are not UTF-8 become U+FFFD.

                    While the server is away, it tries again after pauses that grow to 10 s: for ever, or ten
                    times with --once. What the server refuses (4xx) ends it.

                    When the file is renamed and a new one takes its name, the old one is read to its end
                    first, also when that happened while this program was not running, as long as it is still
                    there, not compressed, under the file's name with a number or a date behind it. When the
                    file is truncated, it starts again at its beginning, with new ids. A file that is replaced
                    by one with the same inode and the same bytes before the place it got to is taken for the
                    same file.\
                    """;

    private static final Set<String> FLAGS = Set.of("--url", "--topic", "--source", "--state");

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException that says what makes no sense
     */
    static TailOptions parse(String... args) {
        Map<String, String> flags = new HashMap<>();
        List<String> files = new ArrayList<>();
        boolean once = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--once")) {
                once = true;
            } else if (FLAGS.contains(args[i])) {
                require(i + 1 < args.length && !args[i + 1].isBlank(), args[i] + " needs a value");
                flags.put(args[i], args[++i]);
            } else {
                require(!args[i].startsWith("-"), "there is no " + args[i]);
                files.add(args[i]);
            }
        }
        require(files.size() == 1, "name one file to follow");
        Path file = path(files.getFirst());
        String name = file.getFileName().toString();
        return new TailOptions(
                file,
                url(flags.getOrDefault("--url", "http://localhost:8080")),
                flags.getOrDefault("--topic", name),
                flags.getOrDefault("--source", file.toString()),
                path(flags.getOrDefault("--state", name + ".tail.json")),
                once);
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text).toAbsolutePath().normalize();
            require(path.getFileName() != null, "not a file: " + text);
            return path;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + text, e);
        }
    }

    private static URI url(String text) {
        URI url = URI.create(text.replaceAll("/+$", ""));
        require(
                Set.of("http", "https").contains(url.getScheme() + "") && url.getHost() != null,
                "--url must be an http URL: " + text);
        return url;
    }

    private static void require(boolean sense, String otherwise) {
        if (!sense) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

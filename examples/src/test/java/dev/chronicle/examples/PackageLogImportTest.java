package dev.chronicle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.server.ChronicleServer;
import dev.chronicle.server.ServerOptions;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.segment.SegmentEventStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class PackageLogImportTest {

    private static final Path SAMPLE = Path.of("src", "test", "resources", "dpkg-sample.txt");
    private static final Path REAL = Path.of("/var/log/dpkg.log");
    private static final String COMPLETE = "Every line is in the log, once.";

    @TempDir static Path generatedLogs;
    @TempDir Path data;

    /** The sample, a long one made up, and this machine's own where it has one. */
    static List<Path> logs() throws IOException {
        List<Path> logs = new ArrayList<>(List.of(SAMPLE, generated()));
        if (Files.isReadable(REAL) && Files.size(REAL) > 0) {
            logs.add(Files.copy(REAL, Files.createTempDirectory(generatedLogs, "").resolve("log")));
        }
        return logs;
    }

    /** Few packages and many lines, so that the same text comes again and again. */
    private static Path generated() throws IOException {
        Random random = new Random(42);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String action =
                    List.of("install", "status installed", "upgrade").get(random.nextInt(3));
            lines.add(
                    "2026-01-%02d 12:00:00 %s package-%d:amd64 1.%d"
                            .formatted(1 + i / 200, action, random.nextInt(20), random.nextInt(3)));
        }
        lines.add("");
        lines.add("a line of no known kind, \"quoted\", with Zo\u00eb and \ud83d\ude80");
        return Files.write(Files.createTempDirectory(generatedLogs, "").resolve("log"), lines);
    }

    @ParameterizedTest
    @MethodSource("logs")
    void a_log_is_imported_into_a_store_once(Path log) throws Exception {
        long lines = lines(log);

        assertThat(run(log.toString(), "--data", data.toString()))
                .startsWith("0 ")
                .contains("in the log before:  0\n", "stored now:         " + lines + "\n")
                .contains("read back complete: " + lines + "\n", COMPLETE);
        assertThat(run(log.toString(), "--data", data.toString()))
                .startsWith("0 ")
                .contains("in the log before:  " + lines + "\n", "stored now:         0\n")
                .contains("read back complete: " + lines + "\n", COMPLETE);
        try (EventStore store = SegmentEventStore.open(data)) {
            assertThat(store.head().value()).isEqualTo(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void a_log_is_imported_into_a_server_once(Path log) throws Exception {
        long lines = lines(log);
        try (EventStore store = SegmentEventStore.open(data)) {
            ChronicleServer server = server(store);
            String url = "http://127.0.0.1:" + server.port();

            assertThat(run(log.toString(), "--url", url))
                    .startsWith("0 ")
                    .contains("stored now:         " + lines + "\n", COMPLETE);
            assertThat(run(log.toString(), "--url", url))
                    .startsWith("0 ")
                    .contains("stored now:         0\n", COMPLETE);
            assertThat(store.head().value()).isEqualTo(lines);
            server.stop();
        }
    }

    /** A server that stores and then loses its answer: the worst a retry can meet. */
    @Test
    void an_answer_that_got_lost_makes_no_second_event() throws Exception {
        long lines = lines(SAMPLE);
        try (EventStore store = SegmentEventStore.open(data)) {
            ChronicleServer server = server(store);
            try (ForgetfulProxy proxy = new ForgetfulProxy(server.port())) {
                assertThat(run(SAMPLE.toString(), "--url", proxy.url()))
                        .startsWith("0 ")
                        .contains("stored now:         " + lines + "\n", COMPLETE);
                assertThat(proxy.forgotten()).isEqualTo(lines);
            }
            assertThat(store.head().value()).isEqualTo(lines);
            server.stop();
        }
    }

    @Test
    void an_import_that_was_cut_off_is_completed_by_the_next() throws Exception {
        Path log = generated();
        List<String> all = Files.readAllLines(log);
        Path half = Files.write(data.resolve("half"), all.subList(0, 2000));
        String store = data.resolve("store").toString();

        assertThat(run(half.toString(), "--data", store)).startsWith("0 ");
        assertThat(run(log.toString(), "--data", store))
                .startsWith("0 ")
                .contains("in the log before:  2000\n", "stored now:         3002\n", COMPLETE);
    }

    @Test
    void an_event_has_the_words_of_its_line() throws Exception {
        run(SAMPLE.toString(), "--data", data.toString());

        try (EventStore store = SegmentEventStore.open(data);
                Stream<String> removed =
                        store.read(Query.types("remove"), Position.START)
                                .map(e -> e.time() + " " + e.tags() + " " + e.data().text())) {
            assertThat(removed)
                    .containsExactly(
                            "2026-03-01T09:15:05Z [actor:dpkg, package:old-example:amd64]"
                                    + " 2026-03-01 09:15:05 remove old-example:amd64 0.9-3 <none>");
        }
    }

    @Test
    void a_file_that_is_not_there_is_said_so() throws Exception {
        assertThat(run("no-such.log", "--data", data.toString()))
                .startsWith("2 There is no package log to read at no-such.log; name one.");
    }

    @Test
    void a_command_line_without_a_destination_is_refused() throws Exception {
        assertThat(run(SAMPLE.toString())).startsWith("2 usage: PackageLogImport");
    }

    private static ChronicleServer server(EventStore store) {
        return ChronicleServer.start(store, new ServerOptions("127.0.0.1", 0, 3, 4, "test"));
    }

    private static long lines(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        }
    }

    /** The exit code, then what was printed. */
    private static String run(String... args) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = new PackageLogImport(out).run(args);
        return code + " " + bytes.toString(StandardCharsets.UTF_8);
    }
}

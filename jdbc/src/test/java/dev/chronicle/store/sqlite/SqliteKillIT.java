package dev.chronicle.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** A process that writes is killed ({@code kill -9}) at a random moment, again and again. */
@ExtendWith(SeededRandomness.class)
class SqliteKillIT {

    private static final boolean SLOW = Boolean.getBoolean("chronicle.slow");
    private static final int ROUNDS = SLOW ? 50 : 4;

    /** The writer's JVM starts quickly, but for the long run, where it is as users have it. */
    private static final List<String> JVM =
            SLOW ? List.of() : List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir private Path directory;

    /**
     * @param thread of the process
     * @param number of its append
     * @param position of the first event of that
     */
    private record Acknowledged(int thread, int number, int position) {}

    private final List<Acknowledged> ledger = new ArrayList<>();

    @Test
    void every_acknowledged_append_is_there_once_where_it_was_said_to_be(RandomGenerator random)
            throws IOException, InterruptedException {
        Path file = directory.resolve("chronicle.db");
        for (int round = 0; round < ROUNDS; round++) {
            writeUntilKilled(file, round * 1_000_000, 1 + random.nextInt(1500));
            try (EventStore store = SqliteEventStore.open(SqliteOptions.of(file))) {
                check(LoadEvents.all(store));
            }
        }
    }

    private void writeUntilKilled(Path file, int first, int acknowledgements)
            throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(
                List.of(
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledWriter.class.getName(),
                        file.toString(),
                        Integer.toString(first)));
        Process writer = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (BufferedReader output = writer.inputReader()) {
            for (int i = 0; i < acknowledgements; i++) {
                String line = output.readLine();
                if (line == null) {
                    throw new AssertionError("the process ended: " + Files.readString(errors));
                }
                note(line);
            }
            // Process.destroyForcibly would close the pipe as well.
            writer.toHandle().destroyForcibly();
            writer.waitFor();
            output.lines().forEach(this::note);
        } finally {
            writer.destroyForcibly();
        }
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 4 && words[3].equals(".")) {
            ledger.add(
                    new Acknowledged(
                            Integer.parseInt(words[0]),
                            Integer.parseInt(words[1]),
                            Integer.parseInt(words[2])));
        }
    }

    private void check(List<Event> stored) {
        for (Acknowledged append : ledger) {
            List<NewEvent> offered = KilledWriter.append(append.thread(), append.number());
            int from = append.position() - 1;
            assertThat(stored).hasSizeGreaterThanOrEqualTo(from + offered.size());
            for (int i = 0; i < offered.size(); i++) {
                Event event = stored.get(from + i);
                assertThat(event.id()).isEqualTo(offered.get(i).id());
                assertThat(offered.get(i).hasBodyOf(event)).isTrue();
            }
        }
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(stored.stream().map(Event::id).distinct().count()).isEqualTo(stored.size());
        requireWholeAppends(stored);
    }

    /** Acknowledged or not, an append is there whole: its events are numbered from 0 on. */
    private static void requireWholeAppends(List<Event> stored) {
        List<String> ids =
                Collections.unmodifiableList(
                        stored.stream().map(event -> event.id().value()).toList());
        for (int at = 0; at < ids.size(); ) {
            String[] parts = ids.get(at).split("-", -1);
            int size = 1 + Integer.parseInt(parts[1]) % 5;
            for (int i = 0; i < size; i++) {
                assertThat(ids.get(at + i)).isEqualTo(parts[0] + "-" + parts[1] + "-" + i);
            }
            at += size;
        }
    }
}

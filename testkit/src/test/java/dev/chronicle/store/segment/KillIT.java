package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A process that writes is killed ({@code kill -9}) at a random moment, again and again. A ledger
 * outside of it says what was acknowledged: all of that is there, once, where it was said to be.
 */
@ExtendWith(SeededRandomness.class)
class KillIT {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 50 : 5;
    private static final int MOST_ACKNOWLEDGEMENTS = 2000;

    @TempDir Path directory;

    /** The positions of every acknowledged append. */
    private final Map<Integer, List<Long>> ledger = new TreeMap<>();

    @Test
    void every_acknowledged_append_is_there_once_where_it_was_said_to_be(RandomGenerator random)
            throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            int before = ledger.size();
            writeUntilKilled(1 + random.nextInt(MOST_ACKNOWLEDGEMENTS));
            assertThat(ledger).hasSizeGreaterThan(before);
            try (SegmentEventStore store = SmallLog.open(directory.resolve("store"))) {
                check(SmallLog.all(store));
            }
            damageARun(random);
            for (int openings = 1; meetsDamage(); openings++) {
                assertThat(openings).isLessThan(3);
            }
        }
        try (Stream<Path> segments = Files.list(directory.resolve("store/log"))) {
            assertThat(segments.count()).isGreaterThan(1);
        }
    }

    /** Where every look for an id comes. */
    private void damageARun(RandomGenerator random) throws IOException {
        List<Path> runs = runs();
        if (!runs.isEmpty()) {
            Path run = runs.get(random.nextInt(runs.size()));
            byte[] bytes = Files.readAllBytes(run);
            int at = RunFormat.HEADER_SIZE + random.nextInt(2 * RunFormat.BUCKET_SIZE);
            if (at < bytes.length) { // A merge that was cut short leaves less.
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(run, bytes);
            }
        }
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("store/index"))) {
            return files.filter(file -> file.toString().endsWith(".run")).sorted().toList();
        }
    }

    /** Offers everything again, which is found where it is, or refused. */
    private boolean meetsDamage() {
        try (SegmentEventStore store = SmallLog.open(directory.resolve("store"))) {
            ledger.forEach(
                    (number, positions) ->
                            assertThat(SmallLog.append(store, LedgerWriter.append(number)))
                                    .isEqualTo(
                                            positions.stream()
                                                    .map(Position::new)
                                                    .map(AppendResult.Duplicate::new)
                                                    .toList()));
            return false;
        } catch (StoreFailedException e) {
            assertThat(e).hasMessageContaining("the index is damaged");
            return true;
        }
    }

    private void writeUntilKilled(int acknowledgements) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.add(directory.resolve("store").toString());
        for (int thread = 0; thread < LedgerWriter.THREADS; thread++) {
            arguments.add(String.valueOf(firstUnacknowledged(thread)));
        }
        Path errors = directory.resolve("errors");
        try (ChildProcess writer = ChildProcess.start(errors, LedgerWriter.class, arguments)) {
            for (int i = 0; i < acknowledgements; i++) {
                note(writer.line());
            }
            writer.kill().forEach(this::note);
        }
    }

    private int firstUnacknowledged(int thread) {
        int number = thread;
        while (ledger.containsKey(number)) {
            number += LedgerWriter.THREADS;
        }
        return number;
    }

    private void note(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        if (!words.getLast().equals(".")) {
            // Cut off by the kill.
            return;
        }
        List<Long> positions =
                words.subList(1, words.size() - 1).stream().map(Long::valueOf).toList();
        assertThat(ledger.put(Integer.valueOf(words.getFirst()), positions))
                .as("acknowledged before: %s", line)
                .isNull();
    }

    private void check(List<Event> events) {
        SmallLog.assertSound(events);
        ledger.forEach((number, positions) -> requireAcknowledged(events, number, positions));
        requireWholeAppends(events);
    }

    private static void requireAcknowledged(List<Event> events, int number, List<Long> positions) {
        List<NewEvent> offered = LedgerWriter.append(number);
        assertThat(positions).hasSameSizeAs(offered);
        for (int i = 0; i < offered.size(); i++) {
            assertThat(positions.get(i)).isBetween(1L, (long) events.size());
            Event stored = events.get(positions.get(i).intValue() - 1);
            assertThat(stored.id()).isEqualTo(offered.get(i).id());
            assertThat(stored.stream()).isEqualTo(offered.get(i).stream());
            assertThat(offered.get(i).hasBodyOf(stored)).isTrue();
        }
    }

    /** Acknowledged or not, the events of an append are all there, side by side, or none is. */
    private static void requireWholeAppends(List<Event> events) {
        Map<List<Object>, Integer> appends = new HashMap<>();
        int highest = events.size() * LedgerWriter.THREADS;
        for (int number = 0; number <= highest; number++) {
            NewEvent first = LedgerWriter.append(number).getFirst();
            appends.put(key(first.stream(), first.id()), number);
        }
        int at = 0;
        while (at < events.size()) {
            Event first = events.get(at);
            int number = appends.getOrDefault(key(first.stream(), first.id()), -1);
            assertThat(number).as("the append that begins with %s", first).isNotNegative();
            List<NewEvent> offered = LedgerWriter.append(number);
            List<Event> stored = events.subList(at, Math.min(events.size(), at + offered.size()));
            assertThat(stored.stream().map(Event::id).toList())
                    .isEqualTo(offered.stream().map(NewEvent::id).toList());
            at += offered.size();
        }
    }

    private static List<Object> key(StreamId stream, Object id) {
        return List.of(stream, id);
    }
}

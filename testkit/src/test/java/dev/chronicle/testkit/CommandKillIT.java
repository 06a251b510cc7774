package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.Aggregate;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.segment.ChildProcess;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentSnapshotStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A process that executes commands is killed ({@code kill -9}) at a random moment, again and again;
 * each time it goes on with the first command of which it had no outcome. A ledger outside of it
 * says which had: those are there, at the sequence that was said; those with an id are there once.
 */
@ExtendWith(SeededRandomness.class)
class CommandKillIT {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 40 : 4;
    private static final int MOST_OUTCOMES = 2000;

    @TempDir Path directory;

    /** The sequence after every command that came to an outcome. */
    private final Map<Long, Long> ledger = new TreeMap<>();

    @Test
    void commands_that_came_to_an_outcome_survive_and_named_ones_are_there_once(
            RandomGenerator random) throws IOException, InterruptedException {
        long snapshots = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            int before = ledger.size();
            executeUntilKilled(1 + random.nextInt(MOST_OUTCOMES));
            assertThat(ledger).hasSizeGreaterThan(before);
            try (EventStore store = SegmentEventStore.open(directory);
                    SnapshotStore kept = SegmentSnapshotStore.open(directory)) {
                for (int i = 0; i < CommandWriter.AGGREGATES; i++) {
                    String aggregate = CommandWriter.aggregate(i);
                    List<Event> events = events(store, aggregate);
                    requireGapFree(events);
                    requireCommands(aggregate, events);
                    snapshots += requireState(store, kept, aggregate, events.size());
                }
            }
        }
        assertThat(snapshots).isPositive();
    }

    private void executeUntilKilled(int outcomes) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.add(directory.toString());
        for (long thread = 0; thread < CommandWriter.THREADS; thread++) {
            long number = thread;
            while (ledger.containsKey(number)) {
                number += CommandWriter.THREADS;
            }
            arguments.add(Long.toString(number));
        }
        Path errors = directory.resolve("errors");
        try (ChildProcess writer = ChildProcess.start(errors, CommandWriter.class, arguments)) {
            for (int i = 0; i < outcomes; i++) {
                note(writer.line());
            }
            writer.kill().forEach(this::note);
        }
    }

    private void note(String line) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.getLast().equals(".")) { // otherwise it was cut off by the kill
            assertThat(ledger.put(Long.valueOf(words.get(0)), Long.valueOf(words.get(1))))
                    .as("had an outcome before: %s", line)
                    .isNull();
        }
    }

    private static List<Event> events(EventStore store, String aggregate) {
        Query stream = Query.stream(new StreamId("Account", aggregate));
        try (Stream<Event> events = store.read(stream, Position.START)) {
            return events.toList();
        }
    }

    private static void requireGapFree(List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).sequence()).isEqualTo(i + 1);
        }
    }

    /** Each is there whole, side by side, and where it was said to be. */
    private void requireCommands(String aggregate, List<Event> events) {
        Map<Long, List<Long>> found = new TreeMap<>();
        for (Event event : events) {
            long number = number(event);
            assertThat(CommandWriter.aggregate(number)).isEqualTo(aggregate);
            found.computeIfAbsent(number, _ -> new ArrayList<>()).add(event.sequence());
        }
        found.forEach(
                (number, sequences) -> {
                    assertThat(sequences.size() % CommandWriter.events(number)).isZero();
                    if (CommandWriter.isNamed(number)) {
                        assertThat(sequences).hasSize(CommandWriter.events(number));
                    }
                });
        ledger.forEach(
                (number, sequence) -> {
                    if (CommandWriter.aggregate(number).equals(aggregate)) {
                        int count = CommandWriter.events(number);
                        assertThat(sequence).isBetween((long) count, (long) events.size());
                        assertThat(events.subList((int) (sequence - count), sequence.intValue()))
                                .allMatch(event -> number(event) == number);
                    }
                });
    }

    private static long number(Event event) {
        return Long.parseLong(event.metadata().getOrDefault(CommandWriter.NUMBER, "none"));
    }

    /** With the snapshot and without it, it is the same state; whether there is a snapshot. */
    private static int requireState(
            EventStore store, SnapshotStore kept, String aggregate, long events) {
        Optional<Snapshot> snapshot = kept.latest(new StreamId("Account", aggregate));
        assertThat(snapshot.map(Snapshot::sequence).orElse(0L)).isBetween(0L, events);
        try (var plain = CommandWriter.accounts(store).build();
                var quick =
                        CommandWriter.accounts(store)
                                .snapshots(CommandWriter.snapshots(kept))
                                .build()) {
            if (events > 0) {
                Aggregate<Account> expected =
                        new Aggregate<>(aggregate, new Account.Open(events), events);
                assertThat(plain.load(aggregate)).isEqualTo(expected);
                assertThat(quick.load(aggregate)).isEqualTo(expected);
            }
        }
        return snapshot.isPresent() ? 1 : 0;
    }
}

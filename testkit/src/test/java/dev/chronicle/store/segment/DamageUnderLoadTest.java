package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Bits of the index are flipped, and met while threads append, append again, and read: what was
 * acknowledged is there once, every answer is right, and the store heals when it is opened again.
 */
@ExtendWith(SeededRandomness.class)
class DamageUnderLoadTest {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 60 : 6;
    private static final int STORED = 8000;
    private static final int BATCH = 20;
    private static final int BATCHES = 60;
    private static final int APPENDERS = 3;
    private static final int READERS = 2;

    @TempDir Path directory;

    /** Where the event with a number was said to be. */
    private final Map<Integer, Position> acknowledged = new ConcurrentHashMap<>();

    private static SegmentEventStore open(Path path) {
        return SegmentEventStore.open(
                path, SmallLog.options().segmentBytes(1 << 18), FaultyDisk.sound());
    }

    @Test
    void nothing_is_lost_or_stored_twice_and_no_answer_is_wrong(RandomGenerator random)
            throws InterruptedException {
        Snapshot sound = storedEvents();
        Map<Integer, Position> before = Map.copyOf(acknowledged);
        int met = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.clear();
            acknowledged.putAll(before);
            Path copy = flipped(sound, random).restore(directory.resolve("damaged"));
            int openings = 0;
            while (meetsDamage(copy, random)) {
                met++;
                assertThat(++openings).isLessThanOrEqualTo(sound.named(".run").size());
            }
            requireAcknowledged(copy);
        }
        assertThat(met).as("rounds in which damage was met").isPositive();
    }

    /** As a kill leaves them: what no run has yet is added at the next opening, and merged. */
    private Snapshot storedEvents() {
        Path original = directory.resolve("original");
        try (SegmentEventStore store = open(original)) {
            for (int number = 0; number < STORED; number += BATCH) {
                append(store, number);
            }
        }
        try (SegmentEventStore _ = open(original)) {
            return Snapshot.of(original);
        }
    }

    private void append(SegmentEventStore store, int number) {
        List<NewEvent> events = SmallLog.events(number, BATCH);
        List<AppendResult> results = SmallLog.append(store, events);
        for (int i = 0; i < BATCH; i++) {
            Position position = results.get(i).position();
            Position known = acknowledged.put(number + i, position);
            assertThat(known == null || known.equals(position)).as("event %d", number + i).isTrue();
            if (known != null) {
                assertThat(results.get(i)).isEqualTo(new AppendResult.Duplicate(known));
            }
        }
    }

    private static Snapshot flipped(Snapshot sound, RandomGenerator random) {
        Snapshot damaged = sound;
        List<String> runs =
                sound.named(".run").stream().filter(run -> sound.bytes(run).length > 0).toList();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            String run = runs.get(random.nextInt(runs.size()));
            byte[] bytes = damaged.bytes(run);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            damaged = damaged.with(run, bytes);
        }
        return damaged;
    }

    private boolean meetsDamage(Path copy, RandomGenerator random) throws InterruptedException {
        List<Future<Boolean>> ends = new ArrayList<>();
        try (SegmentEventStore store = open(copy);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < APPENDERS; i++) {
                int appender = i;
                ends.add(threads.submit(untilRefused(() -> appendAll(store, appender, random))));
            }
            for (int i = 0; i < READERS; i++) {
                ends.add(threads.submit(untilRefused(() -> readAll(store, random))));
            }
            boolean met = false;
            for (Future<Boolean> end : ends) {
                met |= refused(end);
            }
            boolean failed = store.status() instanceof StoreStatus.Failed;
            // A merge may have met it alone.
            assertThat(failed || !met).isTrue();
            return failed;
        }
    }

    private static boolean refused(Future<Boolean> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private interface Work {
        void run();
    }

    private static Callable<Boolean> untilRefused(Work work) {
        return () -> {
            try {
                work.run();
                return false;
            } catch (StoreFailedException e) {
                assertThat(e).hasMessageContaining("the index is damaged");
                return true;
            }
        };
    }

    /** Two of three are new, until all were appended; the others were stored before. */
    private void appendAll(SegmentEventStore store, int appender, RandomGenerator random) {
        for (int batch = appender; batch < BATCHES; batch += APPENDERS) {
            append(store, STORED + batch * BATCH);
            append(store, random.nextInt(STORED / BATCH) * BATCH);
        }
    }

    private void readAll(SegmentEventStore store, RandomGenerator random) {
        for (int i = 0; i < BATCHES; i++) {
            Query query = Query.stream(SmallLog.stream(random.nextInt(SmallLog.STREAMS)));
            List<Event> found = SmallLog.read(store, query);
            assertThat(found).hasSizeGreaterThanOrEqualTo(STORED / SmallLog.STREAMS);
            for (int sequence = 1; sequence <= found.size(); sequence++) {
                assertThat(found.get(sequence - 1).sequence()).isEqualTo(sequence);
            }
        }
    }

    private void requireAcknowledged(Path copy) {
        try (SegmentEventStore store = open(copy)) {
            List<Event> events = SmallLog.all(store);
            SmallLog.assertSound(events);
            acknowledged.forEach(
                    (number, position) ->
                            assertThat(events.get((int) position.value() - 1).id().value())
                                    .isEqualTo("id-" + number));
        }
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;
import dev.chronicle.testkit.SeededRandomness;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * The disk refuses one call, or all from one on: whichever that is, nothing acknowledged is lost.
 */
@ExtendWith(SeededRandomness.class)
class FaultyDiskTest {

    private static final int APPENDS = 200;

    /** Every call fails once in the slow profile, otherwise every third, from a random one on. */
    private static final int STEP = Boolean.getBoolean("chronicle.slow") ? 1 : 3;

    private static final List<String> REASONS =
            List.of("No space left on device", "Input/output error");

    @TempDir Path directory;

    /** The append with this number, of one event or several. */
    private static List<NewEvent> append(int number) {
        return SmallLog.events(number * 10, number % 3 == 0 ? 1 + number % 7 : 1);
    }

    @ParameterizedTest
    @EnumSource(FaultyDisk.Call.class)
    void whichever_call_fails_the_store_stops_and_loses_nothing(
            FaultyDisk.Call call, RandomGenerator random) throws InterruptedException {
        FaultyDisk sound = FaultyDisk.sound();
        new Workload(directory.resolve("sound"), sound).run();
        int calls = sound.calls(call);
        assertThat(calls).isGreaterThan(call == FaultyDisk.Call.RESIZE ? 4 : APPENDS);

        for (int number = 1 + random.nextInt(STEP); number <= calls; number += STEP) {
            FaultyDisk.Fault fault =
                    new FaultyDisk.Fault(
                            call,
                            number,
                            random.nextBoolean(),
                            random.nextInt(4) == 0 ? 0 : random.nextDouble(),
                            REASONS.get(random.nextInt(REASONS.size())));
            try {
                FaultyDisk disk = new FaultyDisk(fault);
                new Workload(directory.resolve("faulty-" + number), disk).run();
                assertThat(disk.hasFailed()).isTrue();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with " + fault, e);
            }
        }
    }

    @Test
    void a_disk_that_fails_while_the_log_is_opened_changes_nothing(RandomGenerator random)
            throws InterruptedException {
        Workload workload = new Workload(directory, FaultyDisk.sound());
        workload.run();
        for (FaultyDisk.Call call : FaultyDisk.Call.values()) {
            FaultyDisk counting = FaultyDisk.sound();
            SmallLog.open(directory, counting).close();
            for (int number = 1; number <= counting.calls(call); number++) {
                FaultyDisk.Fault fault =
                        new FaultyDisk.Fault(
                                call, number, true, random.nextDouble(), REASONS.getLast());
                assertThatExceptionOfType(UncheckedIOException.class)
                        .as("with %s", fault)
                        .isThrownBy(() -> SmallLog.open(directory, new FaultyDisk(fault)).close())
                        .havingRootCause()
                        .withMessage(fault.reason());
                workload.goOn();
            }
        }
    }

    /** The index waits to be written until its events are committed, which they never are. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_append_that_fills_the_index_and_fails_leaves_nobody_waiting() {
        FaultyDisk.Fault fault =
                new FaultyDisk.Fault(FaultyDisk.Call.WRITE, 2, true, 0.5, REASONS.getFirst());
        try (SegmentEventStore store = SmallLog.open(directory, new FaultyDisk(fault))) {
            List<NewEvent> large = SmallLog.events(0, 5000);
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> SmallLog.append(store, large));
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> SmallLog.append(store, SmallLog.event(1)));
        }
    }

    /** Appends one after the other until the disk fails, then goes on on a sound one. */
    private static final class Workload {

        private final Path directory;
        private final FaultyDisk disk;
        private final List<Event> acknowledged = new ArrayList<>();
        private int done;

        Workload(Path directory, FaultyDisk disk) {
            this.directory = directory;
            this.disk = disk;
        }

        void run() throws InterruptedException {
            try (SegmentEventStore store = SmallLog.open(directory, disk);
                    Subscription subscription = store.subscribe(Query.all(), Position.START)) {
                appendAll(store);
                if (disk.hasFailed()) {
                    requireStopped(store);
                }
                assertThat(SmallLog.all(store)).isEqualTo(acknowledged);
                assertThat(taken(subscription)).isEqualTo(acknowledged);
            } catch (UncheckedIOException e) {
                // It failed while the store was opened or closed.
                assertThat(e).hasRootCauseMessage(disk.reason());
            }
            goOn();
        }

        private void appendAll(SegmentEventStore store) {
            while (done < APPENDS && !disk.hasFailed()) {
                List<NewEvent> events = append(done);
                try {
                    acknowledged.addAll(SmallLog.recorded(events, SmallLog.append(store, events)));
                    done++;
                } catch (StoreFailedException e) {
                    assertThat(e).hasMessageContaining(disk.reason());
                }
            }
        }

        private void requireStopped(SegmentEventStore store) {
            assertThat(done).isLessThan(APPENDS);
            assertThat(store.status())
                    .isInstanceOfSatisfying(
                            StoreStatus.Failed.class,
                            failed -> assertThat(failed.reason()).contains(disk.reason()));
            for (NewEvent event : SmallLog.events(100_000, 2)) {
                assertThatExceptionOfType(StoreFailedException.class)
                        .isThrownBy(() -> SmallLog.append(store, event))
                        .withMessageContaining(disk.reason());
            }
        }

        private List<Event> taken(Subscription subscription) throws InterruptedException {
            List<Event> taken = new ArrayList<>();
            while (taken.size() < acknowledged.size()) {
                taken.addAll(subscription.take(100, Threads.PATIENCE));
            }
            return taken;
        }

        /** Opens it on a sound disk and appends again whatever was not acknowledged. */
        private void goOn() {
            List<Event> all;
            try (SegmentEventStore store = SmallLog.open(directory, FaultyDisk.sound())) {
                assertThat(SmallLog.all(store).subList(0, acknowledged.size()))
                        .isEqualTo(acknowledged);
                int first = Math.max(0, done - 1);
                List<CompletableFuture<List<AppendResult>>> answers = new ArrayList<>();
                for (int again = first; again < APPENDS; again++) {
                    answers.add(store.append(append(again)));
                }
                for (int i = 0; i < answers.size(); i++) {
                    List<AppendResult> results = answers.get(i).join();
                    boolean isNew = isNew(results.getFirst());
                    assertThat(results).allMatch(result -> isNew(result) == isNew);
                    assertThat(isNew && first + i < done).isFalse();
                }
                all = SmallLog.all(store);
                SmallLog.assertSound(all);
            }
            try (SegmentEventStore store = SmallLog.open(directory, FaultyDisk.sound())) {
                assertThat(SmallLog.all(store)).isEqualTo(all);
            }
        }

        private static boolean isNew(AppendResult result) {
            return result instanceof AppendResult.Appended;
        }
    }
}

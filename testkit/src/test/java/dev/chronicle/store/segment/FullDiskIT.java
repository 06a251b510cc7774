package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The disk is full: appends fail and say so, and go on when there is room again. */
@ExtendWith(SeededRandomness.class)
class FullDiskIT {

    private static final int BATCH = 20;
    private static final String FULL = "No space left on device";

    @TempDir Path directory;

    private final List<Event> acknowledged = new ArrayList<>();
    private int next;

    @RepeatedTest(5)
    void a_full_disk_loses_nothing_and_writing_goes_on_when_there_is_room(RandomGenerator random)
            throws IOException {
        int bytes = 500_000 + random.nextInt(1_000_000);
        try (SmallVolume volume = SmallVolume.at(directory.resolve("volume"), bytes, 4 << 20)) {
            fillUp(volume);
            assertThat(acknowledged).hasSizeGreaterThan(BATCH);
            readWhileFull(volume);
            volume.giveBack();
            goOn(volume);
        }
    }

    private void fillUp(SmallVolume volume) {
        try (SegmentEventStore store = SmallLog.open(volume.directory(), volume.disk())) {
            while (store.status() == StoreStatus.Open.OPEN) {
                appendNext(store);
            }
            assertThat(store.status().toString()).contains(FULL);
            assertThatExceptionOfType(StoreFailedException.class)
                    .isThrownBy(() -> SmallLog.append(store, SmallLog.event(next)))
                    .withMessageContaining(FULL);
            assertThat(SmallLog.all(store)).isEqualTo(acknowledged);
        }
    }

    private void appendNext(SegmentEventStore store) {
        List<NewEvent> events = SmallLog.events(next, BATCH);
        try {
            acknowledged.addAll(SmallLog.recorded(events, SmallLog.append(store, events)));
            next += BATCH;
        } catch (StoreFailedException e) {
            assertThat(e).hasMessageContaining(FULL);
        }
    }

    /** It may be too full to be opened; then that is said, and changes nothing. */
    private void readWhileFull(SmallVolume volume) {
        try (SegmentEventStore store = SmallLog.open(volume.directory(), volume.disk())) {
            assertThat(SmallLog.all(store).subList(0, acknowledged.size())).isEqualTo(acknowledged);
        } catch (UncheckedIOException e) {
            assertThat(e).hasStackTraceContaining(FULL);
        } catch (DamagedLogException e) {
            // A full tmpfs has no page even for reading where nothing was written.
            assertThat(e).hasMessageContaining("cannot be read");
        }
    }

    private void goOn(SmallVolume volume) {
        List<Event> all;
        try (SegmentEventStore store = SmallLog.open(volume.directory(), volume.disk())) {
            assertThat(SmallLog.all(store).subList(0, acknowledged.size())).isEqualTo(acknowledged);
            for (int again = Math.max(0, next - BATCH); again < next + 1000; again += BATCH) {
                boolean isNew = again >= next;
                assertThat(SmallLog.append(store, SmallLog.events(again, BATCH)))
                        .allMatch(result -> isNew || result instanceof AppendResult.Duplicate);
            }
            all = SmallLog.all(store);
            SmallLog.assertSound(all);
        }
        try (SegmentEventStore store = SmallLog.open(volume.directory(), volume.disk())) {
            assertThat(SmallLog.all(store)).isEqualTo(all);
        }
    }
}

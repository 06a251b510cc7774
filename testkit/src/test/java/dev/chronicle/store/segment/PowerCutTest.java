package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The power is cut: what was acknowledged is on the disk. */
@ExtendWith(SeededRandomness.class)
class PowerCutTest {

    private static final int CUTS = 100;
    private static final int SYNCS = 120;

    @TempDir Path directory;

    @Test
    void what_was_acknowledged_is_there_whenever_the_power_is_cut(RandomGenerator random) {
        Path original = directory.resolve("original");
        PowerCutDisk disk = new PowerCutDisk(original);
        List<Snapshot> cuts = new ArrayList<>();
        List<Integer> acknowledged = new ArrayList<>();
        try (SegmentEventStore store = SmallLog.open(original, disk)) {
            int number = 0;
            for (int i = 0; i < CUTS; i++) {
                List<CompletableFuture<?>> underWay = new ArrayList<>();
                acknowledged.add((int) store.head().value());
                for (int j = 0; j < 6; j++) {
                    int count = 1 + random.nextInt(4);
                    underWay.add(store.append(SmallLog.events(number, count)));
                    number += count;
                }
                if (random.nextBoolean()) {
                    underWay.get(random.nextInt(underWay.size())).join();
                }
                cuts.add(disk.afterPowerCut(random));
                underWay.forEach(CompletableFuture::join);
            }
        }
        for (int i = 0; i < CUTS; i++) {
            Path left = cuts.get(i).restore(directory.resolve("left"));
            try (SegmentEventStore store = SmallLog.open(left, FaultyDisk.sound())) {
                List<Event> events = SmallLog.all(store);
                SmallLog.assertSound(events);
                assertThat(events).hasSizeGreaterThanOrEqualTo(acknowledged.get(i));
                for (int j = 0; j < events.size(); j++) {
                    assertThat(events.get(j).id().value()).isEqualTo("id-" + j);
                }
            }
        }
    }

    /** The first append after the failure may be answered as a duplicate: that is its answer. */
    @Test
    void a_group_whose_sync_failed_is_on_the_disk_before_it_is_acknowledged(
            RandomGenerator random) {
        for (int sync = 1; sync <= SYNCS; sync++) {
            Path original = directory.resolve("original-" + sync);
            PowerCutDisk disk = new PowerCutDisk(original);
            disk.failSync(sync);
            int failed = appendUntilFailure(original, disk);
            Snapshot left;
            List<Event> acknowledged;
            try (SegmentEventStore store = SmallLog.open(original, disk)) {
                SmallLog.append(store, append(failed));
                acknowledged = SmallLog.all(store);
                left = disk.afterPowerCut(random);
            }
            Path after = left.restore(directory.resolve("left"));
            try (SegmentEventStore store = SmallLog.open(after, FaultyDisk.sound())) {
                assertThat(SmallLog.all(store))
                        .as("after sync %d failed", sync)
                        .isEqualTo(acknowledged);
            }
        }
    }

    private static List<NewEvent> append(int number) {
        return SmallLog.events(number * 2, 2);
    }

    /** Returns the number of the append that failed. */
    private static int appendUntilFailure(Path original, PowerCutDisk disk) {
        int number = 0;
        try (SegmentEventStore store = SmallLog.open(original, disk)) {
            while (true) {
                SmallLog.append(store, append(number));
                number++;
            }
        } catch (UncheckedIOException | StoreFailedException e) {
            return number;
        }
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Position;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Whatever becomes of the file, a checkpoint is one that was saved, and none is too far on. */
@Timeout(60)
class CheckpointFaultTest {

    @TempDir Path directory;

    private final AtomicLong nanoTime = new AtomicLong();

    private SegmentCheckpointStore open(Disk disk) {
        return SegmentCheckpointStore.open(directory, disk, 1 << 16, nanoTime::get);
    }

    private SegmentCheckpointStore open() {
        return open(Disk.uninterruptible());
    }

    private Path file() {
        return directory.resolve("checkpoints").resolve("checkpoints.dat");
    }

    private byte[] threeOfA() throws IOException {
        try (SegmentCheckpointStore store = open()) {
            for (int i = 1; i <= 3; i++) {
                store.save("a", new Position(i));
            }
        }
        return Files.readAllBytes(file());
    }

    @Test
    void a_last_record_cut_off_anywhere_leaves_the_one_before() throws IOException {
        byte[] whole = threeOfA();
        for (int length = whole.length - 33; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (SegmentCheckpointStore store = open()) {
                assertThat(store.load("a")).isEqualTo(new Position(2));
            }
        }
    }

    @Test
    void a_flipped_bit_gives_an_earlier_position_at_worst() throws IOException {
        byte[] whole = threeOfA();
        for (int at = 24; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(file(), damaged);
            try (SegmentCheckpointStore store = open()) {
                assertThat(store.load("a"))
                        .isEqualTo(new Position(at >= whole.length - 33 ? 2 : 3));
            }
        }
    }

    @Test
    void a_damaged_file_header_is_refused() throws IOException {
        byte[] whole = threeOfA();
        for (int at = 0; at < 24; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file(), damaged);
            assertThatThrownBy(this::open).isInstanceOf(DamagedLogException.class);
        }
    }

    @Test
    void no_damage_brings_back_what_was_taken_back() throws IOException {
        try (SegmentCheckpointStore store = open()) {
            store.save("a", new Position(90));
            store.save("b", new Position(80));
            store.delete("a");
            store.save("b", new Position(10));
            store.save("b", new Position(11));
        }
        byte[] whole = Files.readAllBytes(file());
        for (int at = 24; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file(), damaged);
            try (SegmentCheckpointStore store = open()) {
                assertThat(store.load("a")).isEqualTo(Position.START);
                assertThat(store.load("b").value()).isIn(10L, 11L);
            }
        }
    }

    @Test
    void it_is_synced_by_the_first_save_after_a_second() {
        FaultyDisk disk = FaultyDisk.sound();
        try (SegmentCheckpointStore store = open(disk)) {
            int before = disk.calls(FaultyDisk.Call.SYNC);
            store.save("a", new Position(1));
            assertThat(disk.calls(FaultyDisk.Call.SYNC)).isEqualTo(before);
            nanoTime.addAndGet(1_000_000_000);
            store.save("a", new Position(2));
            store.save("a", new Position(3));
            assertThat(disk.calls(FaultyDisk.Call.SYNC)).isEqualTo(before + 1);
        }
    }

    @Test
    void going_back_is_synced_at_once() {
        FaultyDisk disk = FaultyDisk.sound();
        try (SegmentCheckpointStore store = open(disk)) {
            store.save("a", new Position(9));
            int before = disk.calls(FaultyDisk.Call.SYNC);
            store.save("a", new Position(1));
            assertThat(disk.calls(FaultyDisk.Call.SYNC)).isEqualTo(before + 1);
            store.delete("a");
            assertThat(disk.calls(FaultyDisk.Call.SYNC)).isEqualTo(before + 2);
        }
    }

    @Test
    void whichever_call_fails_what_was_acknowledged_is_loaded() throws IOException {
        for (FaultyDisk.Call call : FaultyDisk.Call.values()) {
            for (int number = 2; number <= 12; number++) {
                for (boolean always : new boolean[] {false, true}) {
                    Files.deleteIfExists(file());
                    FaultyDisk disk =
                            new FaultyDisk(
                                    new FaultyDisk.Fault(call, number, always, 0.5, "disk full"));
                    surviveFaults(disk);
                }
            }
        }
    }

    private void surviveFaults(Disk disk) {
        long acknowledged = 0;
        long tried = 0;
        boolean deleted = false;
        try (SegmentCheckpointStore store = open(disk)) {
            store.save("gone", new Position(99));
            for (int i = 1; i <= 10; i++) {
                nanoTime.addAndGet(600_000_000);
                try {
                    tried = i;
                    store.save("a", new Position(i));
                    acknowledged = i;
                    if (i == 5) {
                        store.delete("gone");
                        deleted = true;
                    }
                } catch (StoreFailedException e) {
                    assertThat(e).hasStackTraceContaining("cannot be written");
                }
                assertThat(store.load("a")).isEqualTo(new Position(acknowledged));
            }
        } catch (StoreFailedException | UncheckedIOException e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
        }
        try (SegmentCheckpointStore store = open()) {
            assertThat(store.load("a").value()).isBetween(acknowledged, tried);
            if (deleted) {
                assertThat(store.load("gone")).isEqualTo(Position.START);
            }
        }
    }

    @Test
    void after_a_failed_sync_nothing_more_is_saved() {
        FaultyDisk disk =
                new FaultyDisk(new FaultyDisk.Fault(FaultyDisk.Call.SYNC, 2, false, 0, "EIO"));
        try (SegmentCheckpointStore store = open(disk)) {
            nanoTime.addAndGet(1_000_000_000);
            assertThatThrownBy(() -> store.save("a", new Position(1)))
                    .isInstanceOf(StoreFailedException.class);
            assertThatThrownBy(() -> store.save("a", new Position(2)))
                    .isInstanceOf(StoreFailedException.class);
            assertThat(store.load("a")).isEqualTo(Position.START);
        }
    }

    @Test
    void two_stores_cannot_have_one_directory() {
        try (SegmentCheckpointStore store = open()) {
            assertThatThrownBy(this::open).isInstanceOf(StoreInUseException.class);
            assertThat(store.names()).isEmpty();
        }
    }

    @Test
    void an_interrupted_thread_does_not_close_the_file() {
        try (SegmentCheckpointStore store = open()) {
            Thread.currentThread().interrupt();
            store.save("a", new Position(9));
            store.save("a", new Position(1));
            store.delete("a");
            assertThat(Thread.interrupted()).isTrue();
            store.save("a", new Position(2));
            assertThat(store.load("a")).isEqualTo(new Position(2));
        }
    }
}

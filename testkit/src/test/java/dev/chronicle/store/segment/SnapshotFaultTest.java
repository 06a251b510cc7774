package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.EventData;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** Whatever becomes of the file, no snapshot is handed out that was not saved so. */
@Timeout(60)
@ExtendWith(SeededRandomness.class)
class SnapshotFaultTest {

    private static final StreamId A = StreamId.parse("account/a");
    private static final StreamId B = StreamId.parse("account/b");

    @TempDir Path directory;

    private SegmentSnapshotStore open() {
        return open(Disk.uninterruptible());
    }

    private SegmentSnapshotStore open(Disk disk) {
        return SegmentSnapshotStore.open(directory, disk, 1 << 20);
    }

    private Path file() {
        return directory.resolve("snapshots").resolve("snapshots.dat");
    }

    private static Snapshot snapshot(long sequence) {
        return new Snapshot(sequence, "v1", EventData.json("state " + sequence));
    }

    private byte[] twoOfAAndOneOfB() throws IOException {
        try (SegmentSnapshotStore store = open()) {
            store.save(A, snapshot(1));
            store.save(B, snapshot(7));
            store.save(A, snapshot(2));
        }
        return Files.readAllBytes(file());
    }

    @Test
    void a_last_record_cut_off_anywhere_leaves_the_one_before() throws IOException {
        byte[] whole = twoOfAAndOneOfB();
        int last = (whole.length - 24) * 2 / 3 + 24;
        for (int length = last; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (SegmentSnapshotStore store = open()) {
                assertThat(store.latest(A)).contains(snapshot(1));
                assertThat(store.latest(B)).contains(snapshot(7));
                store.save(A, snapshot(3));
            }
            try (SegmentSnapshotStore store = open()) {
                assertThat(store.latest(A)).contains(snapshot(3));
            }
        }
    }

    @Test
    void a_flipped_bit_costs_at_most_what_it_hits() throws IOException {
        byte[] whole = twoOfAAndOneOfB();
        for (int at = 24; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(file(), damaged);
            int record = (at - 24) / ((whole.length - 24) / 3);
            try (SegmentSnapshotStore store = open()) {
                assertThat(store.latest(A)).contains(snapshot(record == 2 ? 1 : 2));
                if (record == 1) {
                    assertThat(store.latest(B)).isEmpty();
                } else {
                    assertThat(store.latest(B)).contains(snapshot(7));
                }
            }
        }
    }

    @Test
    void a_bit_that_flips_while_the_store_is_open_makes_the_snapshot_none() throws IOException {
        twoOfAAndOneOfB();
        try (SegmentSnapshotStore store = open()) {
            byte[] damaged = Files.readAllBytes(file());
            damaged[damaged.length - 1] ^= 1;
            Files.write(file(), damaged);
            assertThat(store.latest(A)).isEmpty();
            assertThat(store.latest(B)).contains(snapshot(7));
            store.save(A, snapshot(1));
            assertThat(store.latest(A)).contains(snapshot(1));
        }
    }

    @Test
    void a_damaged_file_header_makes_it_begin_anew() throws IOException {
        byte[] whole = twoOfAAndOneOfB();
        for (int at = 0; at < 24; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(file(), damaged);
            try (SegmentSnapshotStore store = open()) {
                assertThat(store.latest(A)).isEmpty();
                store.save(A, snapshot(3));
                assertThat(store.latest(A)).contains(snapshot(3));
            }
        }
    }

    @Test
    void a_later_version_is_refused_and_left_as_it_is() throws IOException {
        byte[] whole = twoOfAAndOneOfB();
        whole[11] = 2;
        CRC32C crc = new CRC32C();
        crc.update(whole, 0, 20);
        for (int i = 0; i < 4; i++) {
            whole[20 + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
        }
        Files.write(file(), whole);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("version=2");
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }

    @Test
    void garbage_of_any_kind_is_never_a_snapshot(RandomGenerator random) throws IOException {
        byte[] whole = twoOfAAndOneOfB();
        for (int round = 0; round < 300; round++) {
            byte[] damaged = Arrays.copyOf(whole, whole.length + random.nextInt(100));
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                damaged[random.nextInt(24, damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file(), damaged);
            try (SegmentSnapshotStore store = open()) {
                store.latest(A).ifPresent(it -> assertThat(it).isIn(snapshot(1), snapshot(2)));
                store.latest(B).ifPresent(it -> assertThat(it).isEqualTo(snapshot(7)));
            }
        }
    }

    @Test
    void a_failed_write_keeps_what_there_was_and_the_next_may_succeed() {
        for (double written : new double[] {0, 0.3, 0.9, 1}) {
            FaultyDisk disk =
                    new FaultyDisk(
                            new FaultyDisk.Fault(
                                    FaultyDisk.Call.WRITE, 3, false, written, "disk full"));
            StreamId stream = new StreamId("s", "written " + written);
            try (SegmentSnapshotStore store = open(disk)) {
                store.save(stream, snapshot(1));
                store.save(B, snapshot(1));
                if (!disk.hasFailed()) {
                    assertThatThrownBy(() -> store.save(stream, snapshot(2)))
                            .isInstanceOf(StoreFailedException.class);
                }
                assertThat(store.latest(stream)).contains(snapshot(1));
                store.save(stream, snapshot(3));
                assertThat(store.latest(stream)).contains(snapshot(3));
            } catch (StoreFailedException e) {
                assertThat(e).hasStackTraceContaining("disk full");
            }
            try (SegmentSnapshotStore store = open()) {
                store.latest(stream).ifPresent(it -> assertThat(it).isIn(snapshot(1), snapshot(3)));
            }
        }
    }

    @Test
    void two_stores_cannot_have_one_directory_but_the_log_may_be_open() {
        try (SegmentEventStore log = SegmentEventStore.open(directory);
                SegmentSnapshotStore store = open()) {
            assertThatThrownBy(this::open).isInstanceOf(StoreInUseException.class);
            store.save(A, snapshot(1));
            assertThat(log.head().value()).isZero();
        }
    }

    @Test
    void an_interrupted_thread_does_not_close_the_file() {
        try (SegmentSnapshotStore store = open()) {
            Thread.currentThread().interrupt();
            store.save(A, snapshot(1));
            assertThat(store.latest(A)).contains(snapshot(1));
            assertThat(Thread.interrupted()).isTrue();
            store.save(A, snapshot(2));
            assertThat(store.latest(A)).contains(snapshot(2));
        }
    }

    @Test
    void old_snapshots_do_not_pile_up() throws IOException {
        try (SegmentSnapshotStore store =
                SegmentSnapshotStore.open(directory, Disk.uninterruptible(), 4096)) {
            for (int i = 1; i <= 20_000; i++) {
                store.save(new StreamId("s", "k" + i % 10), snapshot(i));
            }
        }
        // 20,000 records are 1.2 MB; what is written while a copy is made may come on top.
        assertThat(Files.size(file())).isLessThan(600_000);
        try (SegmentSnapshotStore store = open()) {
            for (int i = 19_991; i <= 20_000; i++) {
                assertThat(store.latest(new StreamId("s", "k" + i % 10))).contains(snapshot(i));
            }
        }
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.store.StoreFailedException;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Runs written, merged and opened again hold what a sorted map holds. */
@ExtendWith(SeededRandomness.class)
class RunTest {

    private static final int CAPACITY = 1 << 13;

    @TempDir Path directory;

    private final TreeMap<Long, List<Long>> model = new TreeMap<>();

    /** The next memtable's worth of positions, as a run. */
    private Run nextRun(long base, RandomGenerator random, List<Long> keys) throws IOException {
        Memtable memtable = new Memtable(base, CAPACITY);
        long position = base;
        while (memtable.hasRoomFor(3)) {
            position++;
            long[] hashes = {
                random.nextLong(),
                keys.get(random.nextInt(keys.size())),
                keys.get(random.nextInt(1 + random.nextInt(keys.size())))
            };
            hashes = Arrays.stream(hashes).distinct().toArray();
            memtable.add(position, hashes, 0, hashes.length);
            for (long hash : hashes) {
                model.computeIfAbsent(hash, _ -> new ArrayList<>()).add(position);
            }
        }
        return RunMerger.write(memtable, new SortedEntries(), directory);
    }

    /** Few keys in every run, among them the first and the last there can be. */
    private static List<Long> keys(RandomGenerator random) {
        List<Long> keys =
                new ArrayList<>(
                        List.of(0L, -1L, 1L, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1));
        random.longs(40).forEach(keys::add);
        return keys;
    }

    private void requireModel(Run run, RandomGenerator random) {
        assertThat(run.keys()).isEqualTo(model.size());
        assertThat(run.entries()).isEqualTo(model.values().stream().mapToInt(List::size).sum());
        long number = 0;
        for (var expected : model.entrySet()) {
            long key = run.find(expected.getKey());
            assertThat(key).isEqualTo(number++);
            assertThat(run.hash(key)).isEqualTo(expected.getKey());
            List<Long> positions = new ArrayList<>();
            for (long entry = run.start(key); entry < run.start(key + 1); entry++) {
                positions.add(run.position(entry));
            }
            assertThat(positions).isEqualTo(expected.getValue());
        }
        random.longs(2000)
                .flatMap(hash -> LongStream.of(hash, hash >> 60))
                .filter(hash -> !model.containsKey(hash))
                .forEach(hash -> assertThat(run.find(hash)).isEqualTo(-1));
    }

    @Test
    void a_memtable_becomes_a_run_with_the_same_keys(RandomGenerator random) throws IOException {
        Run run = nextRun(0, random, keys(random));

        assertThat(run.base()).isZero();
        assertThat(run.level()).isZero();
        requireModel(run, random);
    }

    @Test
    void adjacent_runs_become_one_with_the_keys_of_all(RandomGenerator random) throws IOException {
        List<Long> keys = keys(random);
        List<Run> runs = new ArrayList<>();
        long base = 5_000_000_000L;
        for (int i = 0; i < 4; i++) {
            runs.add(nextRun(base, random, keys));
            base = runs.getLast().lastPosition();
        }
        Run merged = RunMerger.merge(runs, directory, () -> false).orElseThrow();

        assertThat(merged.base()).isEqualTo(5_000_000_000L);
        assertThat(merged.lastPosition()).isEqualTo(base);
        assertThat(merged.level()).isEqualTo(1);
        requireModel(merged, random);
    }

    @Test
    void a_run_that_is_opened_again_is_the_same(RandomGenerator random) throws IOException {
        Run run = nextRun(7, random, keys(random));
        Run again = Run.open(run.file());

        assertThat(again.checksum()).isEqualTo(run.checksum());
        assertThat(again.lastPosition()).isEqualTo(run.lastPosition());
        requireModel(again, random);
    }

    @Test
    void opening_looks_at_the_header_and_the_sums_and_at_nothing_else(RandomGenerator random)
            throws IOException {
        Run run = nextRun(0, random, keys(random));
        byte[] bytes = Files.readAllBytes(run.file());
        int sums = sumsOffset(bytes);
        for (int i = 0; i < 100; i++) {
            int between = random.nextInt(RunFormat.HEADER_SIZE, sums);
            assertThat(Run.open(flipped(bytes, between, random)).checksum())
                    .isEqualTo(run.checksum());
        }
        for (int at = sums; at < bytes.length; at++) {
            assertThat(Run.open(flipped(bytes, at, random)).checksum())
                    .isNotEqualTo(run.checksum());
        }
    }

    private static int sumsOffset(byte[] bytes) {
        int sums = bytes.length;
        while (sums + RunFormat.blocks(sums) * Integer.BYTES > bytes.length) {
            sums--;
        }
        return sums;
    }

    private Path flipped(byte[] bytes, int at, RandomGenerator random) throws IOException {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return Files.write(directory.resolve("flipped"), flipped);
    }

    @Test
    void a_flipped_bit_is_met_by_whoever_looks_into_its_block_and_by_nobody_else(
            RandomGenerator random) throws IOException {
        Run sound = nextRun(0, random, keys(random));
        byte[] bytes = Files.readAllBytes(sound.file());
        assertThat(RunFormat.blocks(sumsOffset(bytes))).isGreaterThan(1);
        for (int i = 0; i < 8; i++) {
            int at = random.nextInt(sumsOffset(bytes));
            AtomicInteger heard = new AtomicInteger();
            Run run;
            try {
                run = Run.open(flipped(bytes, at, random));
            } catch (IOException e) {
                assertThat(at).isLessThan(RunFormat.HEADER_SIZE);
                continue;
            }
            run = run.reportingTo((_, _) -> heard.incrementAndGet());
            long met = 0;
            for (long hash : model.keySet()) {
                try {
                    assertThat(positions(run, hash)).isEqualTo(model.get(hash));
                } catch (StoreFailedException e) {
                    assertThat(e).hasMessageContaining("file=" + run.file() + " offset=");
                    met++;
                }
            }
            assertThat(met).as("flipped at %d", at).isPositive().isEqualTo(heard.get());
            assertThatExceptionOfType(StoreFailedException.class).isThrownBy(run::requireSound);
        }
    }

    private static List<Long> positions(Run run, long hash) {
        List<Long> positions = new ArrayList<>();
        long key = run.find(hash);
        for (long entry = run.start(key); entry < run.start(key + 1); entry++) {
            positions.add(run.position(entry));
        }
        return positions;
    }

    @Test
    void a_page_that_cannot_be_read_is_damage(RandomGenerator random) throws IOException {
        Run run = Run.open(nextRun(0, random, keys(random)).file());
        try (FileChannel file = FileChannel.open(run.file(), StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> run.find(random.nextLong()));
    }

    @Test
    void a_merge_checks_what_it_reads(RandomGenerator random) throws IOException {
        Run run = nextRun(0, random, keys(random));
        byte[] bytes = Files.readAllBytes(run.file());
        Run damaged = Run.open(flipped(bytes, sumsOffset(bytes) - 1, random));
        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> RunMerger.merge(List.of(damaged), directory, () -> false));
    }

    @Test
    void a_merge_that_is_cancelled_gives_nothing(RandomGenerator random) throws IOException {
        Run run = nextRun(0, random, keys(random));
        assertThat(RunMerger.merge(List.of(run), directory, () -> true)).isEmpty();
    }

    @Test
    void a_file_of_another_size_is_no_run(RandomGenerator random) throws IOException {
        Run run = nextRun(0, random, keys(random));
        byte[] bytes = Files.readAllBytes(run.file());
        for (int size : new int[] {0, 1, 63, 64, bytes.length - 1, bytes.length + 1}) {
            Path other = Files.write(directory.resolve("other"), Arrays.copyOf(bytes, size));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Run.open(other));
        }
    }
}

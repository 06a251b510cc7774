package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Files that can be made again from the log are damaged, missing, or another log's: they are made
 * again, and every answer is right.
 */
@ExtendWith(SeededRandomness.class)
class DamagedIndexTest {

    private static final int EVENTS = 6000;
    private static final int BATCH = 50;
    private static final int RANDOM_FLIPS = 16;
    private static final int PAGE = 4096;
    private static final String MANIFEST = "index/MANIFEST";

    @TempDir static Path directory;

    private static List<NewEvent> offered;
    private static List<Event> stored;
    private static Snapshot sound;
    private static Snapshot other;

    @BeforeAll
    static void two_logs_of_several_segments_and_runs() {
        offered = SmallLog.events(0, EVENTS);
        sound = closedLog("sound", offered);
        other = closedLog("other", SmallLog.events(1_000_000, EVENTS));
        try (SegmentEventStore store = open(directory.resolve("sound"))) {
            stored = SmallLog.all(store);
        }
        assertThat(runs()).hasSizeGreaterThan(1);
        assertThat(sound.named(".off")).hasSizeGreaterThan(3);
    }

    private static Snapshot closedLog(String name, List<NewEvent> events) {
        Path path = directory.resolve(name);
        try (SegmentEventStore store = open(path)) {
            for (int i = 0; i < EVENTS; i += BATCH) {
                SmallLog.append(store, events.subList(i, i + BATCH));
            }
        }
        return Snapshot.of(path);
    }

    private static SegmentEventStore open(Path path) {
        SegmentOptions options = SmallLog.options().segmentBytes(1 << 17);
        return SegmentEventStore.open(path, options, FaultyDisk.sound());
    }

    @Test
    void a_flipped_byte_anywhere_in_a_run(RandomGenerator random) {
        List<String> runs = runs();
        for (int i = 0; i < RANDOM_FLIPS; i++) {
            String run = runs.get(random.nextInt(runs.size()));
            requireHealed(flipped(run, random.nextInt(sound.bytes(run).length), random));
        }
        for (int at = 0; at < RunFormat.HEADER_SIZE; at += 4) {
            requireRight(flipped(runs.getFirst(), at + random.nextInt(4), random));
            requireRight(flipped(runs.getLast(), at + random.nextInt(4), random));
        }
    }

    @Test
    void flipped_bytes_in_many_runs_at_once(RandomGenerator random) {
        for (int i = 0; i < 5; i++) {
            Snapshot damaged = sound;
            for (String run : runs()) {
                byte[] bytes = sound.bytes(run);
                damaged = damaged.with(run, flipped(bytes, random.nextInt(bytes.length), random));
            }
            requireHealed(damaged);
        }
    }

    @Test
    void pages_of_runs_that_never_reached_the_disk(RandomGenerator random) {
        for (String run : runs()) {
            byte[] bytes = sound.bytes(run);
            int page = random.nextInt(bytes.length / PAGE + 1) * PAGE;
            Arrays.fill(bytes, page, Math.min(bytes.length, page + PAGE), (byte) 0);
            requireHealed(sound.with(run, bytes));
        }
    }

    @Test
    void runs_of_the_version_before() {
        Snapshot old = sound;
        for (String run : runs()) {
            byte[] bytes = sound.bytes(run);
            bytes[7] = '2';
            old = old.with(run, bytes);
        }
        requireRight(old);
    }

    @Test
    void a_flipped_byte_in_the_manifest(RandomGenerator random) {
        for (int at = 0; at < sound.bytes(MANIFEST).length; at += 11) {
            requireRight(flipped(MANIFEST, at, random));
        }
    }

    @Test
    void a_flipped_byte_in_the_offsets_of_a_segment(RandomGenerator random) {
        for (String offsets : sound.named(".off")) {
            requireRight(flipped(offsets, random.nextInt(32), random));
            requireRight(flipped(offsets, random.nextInt(sound.bytes(offsets).length), random));
        }
    }

    @Test
    void any_file_cut_off(RandomGenerator random) {
        for (String name : derived()) {
            byte[] bytes = sound.bytes(name);
            requireRight(sound.with(name, Arrays.copyOf(bytes, random.nextInt(bytes.length))));
        }
    }

    @Test
    void any_file_missing() {
        for (String name : derived()) {
            requireRight(sound.without(name::equals));
        }
    }

    @Test
    void all_files_missing() {
        requireRight(sound.without(derived()::contains));
    }

    @Test
    void any_file_of_another_log() {
        Snapshot mixed = sound;
        for (String name : derived()) {
            if (other.files().containsKey(name)) {
                requireRight(sound.with(name, other.bytes(name)));
                mixed = mixed.with(name, other.bytes(name));
            }
        }
        requireRight(mixed);
    }

    @Test
    void the_whole_index_of_another_log() {
        Snapshot mixed = sound.without(name -> name.startsWith("index/"));
        for (String name : other.files().keySet()) {
            if (name.startsWith("index/")) {
                mixed = mixed.with(name, other.bytes(name));
            }
        }
        requireRight(mixed);
    }

    @Test
    void runs_in_each_others_place() {
        List<String> runs = runs();
        requireRight(
                sound.with(runs.getFirst(), sound.bytes(runs.getLast()))
                        .with(runs.getLast(), sound.bytes(runs.getFirst())));
    }

    /** Those that count: a merge that was cut short by the closing leaves another behind. */
    private static List<String> runs() {
        String manifest = new String(sound.bytes(MANIFEST), StandardCharsets.UTF_8);
        return sound.named(".run").stream()
                .filter(run -> manifest.contains(Path.of(run).getFileName().toString()))
                .toList();
    }

    private static List<String> derived() {
        List<String> names = new ArrayList<>(runs());
        names.addAll(sound.named(".off"));
        names.add(MANIFEST);
        return names;
    }

    private static Snapshot flipped(String name, int at, RandomGenerator random) {
        return sound.with(name, flipped(sound.bytes(name), at, random));
    }

    private static byte[] flipped(byte[] bytes, int at, RandomGenerator random) {
        bytes[at] ^= (byte) random.nextInt(1, 256);
        return bytes;
    }

    /** Every answer is right at once. */
    private static void requireRight(Snapshot damaged) {
        requireRight(damaged.restore(directory.resolve("damaged")));
    }

    /**
     * An answer is right or refused; a store that refused one is right when it is opened again, or
     * has met other damage.
     */
    private static void requireHealed(Snapshot damaged) {
        Path copy = damaged.restore(directory.resolve("damaged"));
        int openings = 0;
        while (meetsDamage(copy)) {
            assertThat(++openings).isLessThanOrEqualTo(runs().size());
        }
        requireWhole(copy);
    }

    private static boolean meetsDamage(Path copy) {
        try {
            requireRight(copy);
            return false;
        } catch (StoreFailedException e) {
            assertThat(e).hasMessageContaining("the index is damaged");
            return true;
        }
    }

    /** What nobody looked into is still damaged; whoever reads everything finds it. */
    private static void requireWhole(Path copy) {
        try {
            List<String> damage = LogVerifier.verify(copy, _ -> {}).damage();
            assertThat(damage).allMatch(line -> line.contains("the index is damaged"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireRight(Path copy) {
        try (SegmentEventStore store = open(copy)) {
            for (Query query :
                    List.of(
                            Query.all(),
                            Query.stream(SmallLog.stream(3)),
                            Query.types("Type-1"),
                            Query.tags(new Tag("number", "7")))) {
                assertThat(SmallLog.read(store, query))
                        .isEqualTo(stored.stream().filter(query::matches).toList());
            }
            assertThat(SmallLog.append(store, offered))
                    .isEqualTo(
                            LongStream.rangeClosed(1, EVENTS)
                                    .mapToObj(Position::new)
                                    .map(AppendResult.Duplicate::new)
                                    .toList());
        }
    }
}

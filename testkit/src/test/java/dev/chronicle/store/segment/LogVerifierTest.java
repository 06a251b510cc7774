package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreInUseException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class LogVerifierTest {

    private static final int EVENTS = 3000;

    @TempDir Path directory;

    @BeforeEach
    void a_log_of_several_segments_and_runs() {
        try (EventStore store = open()) {
            for (int i = 0; i < EVENTS; i += 10) {
                List<NewEvent> batch = new ArrayList<>();
                for (int j = i; j < i + 10; j++) {
                    batch.add(event(j));
                }
                store.append(batch).join();
            }
        }
    }

    private EventStore open() {
        return SegmentEventStore.open(
                directory,
                SegmentOptions.defaults().segmentBytes(1 << 16).memtableEntries(1 << 12));
    }

    private static NewEvent event(int i) {
        return NewEvent.of(new StreamId("test", "stream-" + i % 7), "Happened")
                .id("id-" + i)
                .tags(new Tag("number", String.valueOf(i % 100)))
                .data(EventData.json("{\"i\":" + i + "}"))
                .build();
    }

    private VerificationReport verify() throws IOException {
        return LogVerifier.verify(directory, _ -> {});
    }

    @Test
    void a_sound_log_is_sound() throws IOException {
        VerificationReport report = verify();

        assertThat(report.damage()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.events()).isEqualTo(EVENTS);
        assertThat(report.indexedEvents()).isEqualTo(EVENTS);
        assertThat(report.groups()).isEqualTo(EVENTS / 10);
        assertThat(report.segments()).isGreaterThan(3);
    }

    @Test
    void verifying_changes_nothing() throws IOException {
        List<String> before = files();
        verify();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void a_copy_needs_no_lock_to_be_verified_and_gets_none() throws IOException {
        Files.delete(directory.resolve("LOCK"));
        List<String> before = files();

        assertThat(verify().isSound()).isTrue();
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file + " " + file.toFile().length())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_flipped_byte_in_a_segment_is_damage_with_its_place() throws IOException {
        Path segment = Log.segmentFiles(directory.resolve("log")).get(1);
        flip(segment, 1000);

        VerificationReport report = verify();

        assertThat(report.isSound()).isFalse();
        assertThat(report.damage().getFirst()).contains(segment.toString()).contains("offset=");
    }

    @Test
    void a_file_that_the_disk_does_not_give_is_damage(@TempDir Path other) throws IOException {
        try (EventStore store = SegmentEventStore.open(other)) {
            for (int i = 0; i < 101_000; i += 1000) {
                store.append(IntStream.range(i, i + 1000).mapToObj(LogVerifierTest::event).toList())
                        .join();
            }
        }
        Path segment = Log.segmentFiles(other.resolve("log")).getLast();

        VerificationReport report = LogVerifier.verify(other, _ -> cut(segment));

        assertThat(report.isSound()).isFalse();
        assertThat(report.damage().getFirst())
                .startsWith("the file cannot be read")
                .contains(segment.toString());
    }

    /** What is mapped of it beyond this cannot be read any more, as from a disk that fails. */
    private static void cut(Path file) {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(4096);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_missing_segment_is_damage() throws IOException {
        Files.delete(Log.segmentFiles(directory.resolve("log")).get(1));
        assertThat(verify().damage().getFirst()).contains("events are missing");
    }

    @Test
    void a_group_that_was_cut_off_is_a_note() throws IOException {
        Path newest = Log.segmentFiles(directory.resolve("log")).getLast();
        Files.delete(directory.resolve("index/MANIFEST"));
        try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }

        VerificationReport report = verify();

        assertThat(report.damage()).isEmpty();
        assertThat(report.notes()).anyMatch(note -> note.contains("cut off"));
        assertThat(report.events()).isEqualTo(EVENTS - 10);
    }

    @Test
    void a_log_that_is_shorter_than_it_was_is_damage() throws IOException {
        Path newest = Log.segmentFiles(directory.resolve("log")).getLast();
        try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertThat(verify().damage()).anyMatch(line -> line.contains("synced events are missing"));
    }

    @Test
    void an_index_that_misses_a_key_is_damage() throws IOException {
        Path run = firstRun();
        for (int offset = 64; offset < 2048; offset += 16) {
            flip(run, offset + 8);
        }
        VerificationReport report = verify();
        assertThat(report.isSound() && report.notes().isEmpty()).isFalse();
    }

    @Test
    void a_flipped_bit_anywhere_in_the_index_is_damage_or_makes_it_not_whole() throws IOException {
        Path run = firstRun();
        long size = Files.size(run);
        for (long offset = 0; offset < size; offset += size / 50) {
            flip(run, offset);
            VerificationReport report = verify();
            assertThat(report.damage().size() + report.notes().size())
                    .as("flipped at %d", offset)
                    .isPositive();
            flip(run, offset);
        }
        assertThat(verify().isSound()).isTrue();
    }

    private Path firstRun() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("index"))) {
            return files.filter(file -> file.toString().endsWith(".run")).sorted().toList().get(0);
        }
    }

    @Test
    void a_log_in_use_is_refused() {
        try (EventStore store = open()) {
            assertThat(store.head().value()).isEqualTo(EVENTS);
            assertThatExceptionOfType(StoreInUseException.class).isThrownBy(this::verify);
        }
    }

    @Test
    void a_directory_without_a_log_is_refused(@TempDir Path empty) {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> LogVerifier.verify(empty, _ -> {}));
        assertThat(empty).isEmptyDirectory();
    }

    private static void flip(Path path, long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            int value = file.read();
            file.seek(offset);
            file.write(value ^ 0x10);
        }
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What reading a segment through finds, and how it tells a cut-off write from damage. */
@ExtendWith(SeededRandomness.class)
class LogScanTest {

    private static final List<Integer> GROUPS = List.of(1, 3, 1, 2, 4);
    private static final int EVENTS = 11;

    @TempDir Path directory;

    private byte[] segment = {};
    private List<Groups.Group> groups = List.of();

    @BeforeEach
    void a_segment_of_five_groups() {
        int number = 0;
        try (SegmentEventStore store = SmallLog.open(directory, FaultyDisk.sound())) {
            for (int size : GROUPS) {
                SmallLog.append(store, SmallLog.events(number, size));
                number += size;
            }
            Snapshot log = Snapshot.of(directory);
            segment = log.bytes(log.segments().getFirst());
            groups = Groups.of("00000000000000000001.log", segment);
        }
    }

    private static LogScan scan(byte[] bytes) {
        LogScan scan = new LogScan(MemorySegment.ofArray(bytes), 1);
        scan.run(LogScan.Visitor.NONE);
        return scan;
    }

    @Test
    void it_finds_every_record_and_group_up_to_the_zeros() {
        LogScan scan = scan(segment);

        assertThat(groups.stream().map(group -> group.records().size())).isEqualTo(GROUPS);
        assertThat(scan.fault()).isEmpty();
        assertThat(scan.lastPosition()).isEqualTo(EVENTS);
        assertThat(scan.groups()).isEqualTo(GROUPS.size());
        assertThat(scan.lastGroup()).isEqualTo(groups.getLast().start());
        assertThat(scan.end()).isEqualTo(groups.getLast().end());
    }

    @Test
    void a_segment_may_end_right_behind_its_last_marker() {
        LogScan scan = scan(Arrays.copyOf(segment, groups.getLast().end()));

        assertThat(scan.fault()).isEmpty();
        assertThat(scan.lastPosition()).isEqualTo(EVENTS);
    }

    @Test
    void a_segment_without_groups_is_sound() {
        LogScan scan = scan(Arrays.copyOf(segment, LogFormat.SEGMENT_HEADER_SIZE));

        assertThat(scan.fault()).isEmpty();
        assertThat(scan.lastPosition()).isZero();
        assertThat(scan.lastGroup()).isZero();
        assertThat(scan.end()).isEqualTo(LogFormat.SEGMENT_HEADER_SIZE);
    }

    @Test
    void a_flipped_byte_is_a_fault_and_what_is_before_its_group_counts(RandomGenerator random) {
        for (int number = 0; number < groups.size(); number++) {
            Groups.Group group = groups.get(number);
            for (int at = group.start(); at < group.end(); at++) {
                byte[] flipped = segment.clone();
                flipped[at] ^= (byte) random.nextInt(1, 256);
                LogScan scan = scan(flipped);

                assertThat(scan.fault()).isPresent();
                assertThat(scan.end()).isEqualTo(group.start());
                assertThat(scan.lastPosition())
                        .isEqualTo(group.lastPosition() - group.records().size());
                assertThat(scan.hasGroupBehind()).isEqualTo(number < groups.size() - 1);
            }
        }
    }

    @Test
    void the_marker_of_the_group_that_was_cut_off_is_no_later_group() {
        Groups.Group last = groups.getLast();
        byte[] torn = segment.clone();
        Arrays.fill(torn, last.start(), last.marker(), (byte) 0);
        LogScan scan = scan(torn);

        assertThat(scan.fault()).isPresent();
        assertThat(scan.hasGroupBehind()).isFalse();
    }

    @Test
    void a_later_group_is_found_behind_any_number_of_zeros() {
        byte[] holed = segment.clone();
        Arrays.fill(holed, groups.getFirst().start(), groups.getLast().start(), (byte) 0);
        assertThat(scan(holed).hasGroupBehind()).isTrue();
    }

    /** A client that knows everything but the salt writes a marker into an event. */
    @Test
    void what_looks_like_a_marker_inside_an_event_is_none(@TempDir Path other) {
        ByteBuffer forged = ByteBuffer.allocate(LogFormat.MARKER_SIZE);
        LogFormat.putMarker(forged, 2, 1, 1, 4711);
        NewEvent event =
                NewEvent.of(SmallLog.stream(1), "Forged")
                        .data(EventData.of("application/octet-stream", forged.array()))
                        .build();
        Snapshot log;
        try (SegmentEventStore store = SmallLog.open(other, FaultyDisk.sound())) {
            SmallLog.append(store, SmallLog.event(1));
            SmallLog.append(store, event);
            log = Snapshot.of(other);
        }
        byte[] bytes = log.bytes(log.segments().getFirst());
        Groups.Group last = Groups.of("00000000000000000001.log", bytes).getLast();
        bytes[last.start()] ^= 1;
        Arrays.fill(bytes, last.marker(), last.end(), (byte) 0);

        assertThat(scan(bytes).fault()).isPresent();
        assertThat(scan(bytes).hasGroupBehind()).isFalse();
    }

    @Test
    void the_end_of_a_sealed_segment_is_the_marker_of_its_last_position() {
        MemorySegment sealed =
                MemorySegment.ofArray(Arrays.copyOf(segment, groups.getLast().end()));

        assertThat(LogScan.endsWithMarker(sealed, EVENTS)).isTrue();
        assertThat(LogScan.endsWithMarker(sealed, EVENTS + 1)).isFalse();
        assertThat(LogScan.endsWithMarker(sealed.asSlice(0, sealed.byteSize() - 1), EVENTS))
                .isFalse();
        assertThat(LogScan.endsWithMarker(sealed.asSlice(0, 40), EVENTS)).isFalse();
    }
}

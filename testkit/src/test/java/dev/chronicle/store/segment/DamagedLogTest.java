package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.Direction;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bytes that were synced are no longer what was written: the store says so, where the log is opened
 * or where the place is read. It never serves another event, nor leaves one out, nor stores one
 * twice.
 */
@ExtendWith(SeededRandomness.class)
class DamagedLogTest {

    private static final int APPENDS = 80;
    private static final int RANDOM_FLIPS = 60;

    @TempDir Path directory;

    private List<NewEvent> offered;
    private List<Event> stored;

    /** Without an index that covers it: the log is read through at the next start. */
    private Snapshot killed;

    /** With an index: the next start reads only the newest segment. */
    private Snapshot closed;

    @BeforeEach
    void a_log_of_several_segments() {
        offered = new ArrayList<>();
        Path original = directory.resolve("original");
        try (SegmentEventStore store = SmallLog.open(original, FaultyDisk.sound())) {
            for (int i = 0; i < APPENDS; i++) {
                List<NewEvent> events =
                        i == 0
                                ? List.of(lonely("damaged", "first"))
                                : SmallLog.events(offered.size(), 1 + i % 4);
                SmallLog.append(store, events);
                offered.addAll(events);
            }
            stored = SmallLog.all(store);
            killed = Snapshot.of(original);
        }
        closed = Snapshot.of(original);
        assertThat(closed.segments()).hasSizeGreaterThan(2);
        assertThat(Groups.of(newest(), closed.bytes(newest()))).hasSizeGreaterThan(2);
    }

    private String newest() {
        return closed.segments().getLast();
    }

    @Test
    void any_flipped_byte_of_a_group_is_noticed(RandomGenerator random) {
        for (String segment : closed.segments()) {
            List<Groups.Group> groups = Groups.of(segment, closed.bytes(segment));
            Groups.Group group = groups.get(random.nextInt(groups.size() - 1));
            for (int at : structuralPlaces(group)) {
                Snapshot damaged = flipped(closed, segment, at, random);
                if (at < group.marker() || segment.equals(newest())) {
                    requireNoticed(damaged);
                } else {
                    requireNoWrongAnswer(damaged);
                }
                if (segment.equals(newest())) {
                    requireNoticed(flipped(killed, segment, at, random));
                }
            }
        }
    }

    /** Every byte of the first record's header and of the marker, and some in between. */
    private static List<Integer> structuralPlaces(Groups.Group group) {
        List<Integer> places = new ArrayList<>();
        IntStream.range(0, LogFormat.RECORD_HEADER_SIZE)
                .forEach(i -> places.add(group.start() + i));
        IntStream.range(group.marker(), group.end()).forEach(places::add);
        for (int at = group.start() + LogFormat.RECORD_HEADER_SIZE; at < group.marker(); at += 37) {
            places.add(at);
        }
        return places;
    }

    @Test
    void any_flipped_byte_of_a_segment_header_is_noticed(RandomGenerator random) {
        for (String segment : closed.segments()) {
            for (int at = 0; at < LogFormat.SEGMENT_HEADER_SIZE; at++) {
                requireNoticed(flipped(closed, segment, at, random));
            }
        }
    }

    @Test
    void bytes_flipped_at_random_are_never_served(RandomGenerator random) {
        for (int i = 0; i < RANDOM_FLIPS; i++) {
            Snapshot log = random.nextBoolean() ? killed : closed;
            String segment = log.segments().get(random.nextInt(log.segments().size()));
            List<Groups.Group> groups = Groups.of(segment, log.bytes(segment));
            int end = groups.get(groups.size() - 2).end();
            requireNoWrongAnswer(flipped(log, segment, random.nextInt(end), random));
        }
    }

    @Test
    void zeros_in_the_place_of_a_page_are_noticed_and_nothing_is_deleted() {
        for (Snapshot log : List.of(killed, closed)) {
            for (String segment : log.segments()) {
                byte[] bytes = log.bytes(segment);
                Arrays.fill(bytes, 0, 512, (byte) 0);
                Snapshot damaged = log.with(segment, bytes);
                requireNoticed(damaged);
                assertThat(Files.exists(directory.resolve("damaged").resolve(segment))).isTrue();
            }
        }
    }

    @Test
    void a_missing_segment_is_noticed() {
        for (Snapshot log : List.of(killed, closed)) {
            for (String segment : closed.segments()) {
                // That the newest is missing nobody can know but the index.
                if (log == closed || !segment.equals(newest())) {
                    requireNoticed(log.without(segment::equals));
                }
            }
        }
    }

    @Test
    void segments_in_each_others_place_are_noticed() {
        List<String> segments = closed.segments();
        for (String one : segments) {
            for (String other : segments) {
                if (!one.equals(other)) {
                    requireNoticed(
                            closed.with(one, closed.bytes(other)).with(other, closed.bytes(one)));
                }
            }
        }
    }

    @Test
    void a_shortened_segment_is_noticed(RandomGenerator random) {
        for (Snapshot log : List.of(killed, closed)) {
            for (String segment : log.segments().subList(0, log.segments().size() - 1)) {
                byte[] bytes = log.bytes(segment);
                List<Groups.Group> groups = Groups.of(segment, bytes);
                requireNoticed(log.with(segment, Arrays.copyOf(bytes, random.nextInt(32))));
                requireNoticed(
                        log.with(segment, Arrays.copyOf(bytes, random.nextInt(bytes.length))));
                requireNoticed(
                        log.with(
                                segment,
                                Arrays.copyOf(bytes, groups.get(groups.size() - 2).end())));
            }
        }
    }

    @Test
    void a_log_that_was_closed_and_is_shorter_now_is_noticed() {
        byte[] bytes = closed.bytes(newest());
        List<Groups.Group> groups = Groups.of(newest(), bytes);
        for (Groups.Group group : groups.subList(0, groups.size() - 1)) {
            requireNoticed(closed.with(newest(), Arrays.copyOf(bytes, group.end())));
        }
        requireNoticed(closed.with(newest(), Arrays.copyOf(bytes, bytes.length - 1)));
    }

    @Test
    void a_shorter_log_is_noticed_even_if_its_index_is_damaged(RandomGenerator random) {
        byte[] bytes = closed.bytes(newest());
        Snapshot shorter = closed.with(newest(), Arrays.copyOf(bytes, bytes.length - 1));
        String run = closed.named(".run").getFirst();
        requireNoticed(flipped(shorter, run, random.nextInt(closed.bytes(run).length), random));
        requireNoticed(shorter.without(run::equals));
    }

    @Test
    void a_sealed_segment_with_zeros_behind_it_is_whole() {
        String sealed = closed.segments().getFirst();
        byte[] bytes = closed.bytes(sealed);
        Snapshot longer = closed.with(sealed, Arrays.copyOf(bytes, bytes.length + 4096));
        assertThat(fault(longer)).isEmpty();
    }

    @Test
    void what_a_crash_left_of_an_unfinished_file_is_cleared_away() {
        Snapshot littered = closed.with("log/offsets123.new", new byte[7]);
        assertThat(fault(littered)).isEmpty();
        assertThat(directory.resolve("damaged/log/offsets123.new")).doesNotExist();
    }

    private static Snapshot flipped(Snapshot log, String segment, int at, RandomGenerator random) {
        byte[] bytes = log.bytes(segment);
        bytes[at] ^= (byte) random.nextInt(1, 256);
        return log.with(segment, bytes);
    }

    /** Where nobody looks, as at the markers of a sealed segment, damage does no harm. */
    private void requireNoWrongAnswer(Snapshot damaged) {
        fault(damaged).ifPresent(DamagedLogTest::requirePlace);
    }

    private void requireNoticed(Snapshot damaged) {
        requirePlace(
                fault(damaged).orElseThrow(() -> new AssertionError("the damage was not noticed")));
    }

    private static void requirePlace(DamagedLogException fault) {
        assertThat(fault).hasMessageMatching(".*file=\\S+\\.log.*");
        assertThat(fault).hasMessageContaining("offset=");
    }

    /** Does everything with the log; returns what it says about its damage. */
    private Optional<DamagedLogException> fault(Snapshot damaged) {
        Path copy = damaged.restore(directory.resolve("damaged"));
        try (SegmentEventStore store = SmallLog.open(copy, FaultyDisk.sound())) {
            Optional<DamagedLogException> fault = read(store, Query.all(), Direction.FORWARDS);
            assertThat(read(store, Query.all(), Direction.BACKWARDS).isPresent())
                    .isEqualTo(fault.isPresent());
            for (int stream = 0; stream < SmallLog.STREAMS; stream++) {
                Query query = Query.stream(SmallLog.stream(stream));
                read(store, query, Direction.FORWARDS);
                read(store, query, Direction.BACKWARDS);
            }
            appendAgain(store);
            return fault;
        } catch (DamagedLogException e) {
            return Optional.of(e);
        }
    }

    /** What is read is right as far as it goes, and it goes to the end or to the damage. */
    private Optional<DamagedLogException> read(
            SegmentEventStore store, Query query, Direction direction) {
        List<Event> expected = stored.stream().filter(query::matches).toList();
        if (direction == Direction.BACKWARDS) {
            expected = expected.reversed();
        }
        List<Event> found = new ArrayList<>();
        Position after = direction == Direction.FORWARDS ? Position.START : Position.END;
        try (Stream<Event> events = store.read(query, after, Long.MAX_VALUE, direction)) {
            events.forEach(found::add);
            assertThat(found).isEqualTo(expected);
            return Optional.empty();
        } catch (DamagedLogException e) {
            assertThat(found).isEqualTo(expected.subList(0, found.size()));
            return Optional.of(e);
        }
    }

    private void appendAgain(SegmentEventStore store) {
        long head = store.head().value();
        for (int i = 0; i < offered.size(); i += 7) {
            try {
                assertThat(SmallLog.append(store, offered.get(i)))
                        .containsExactly(new AppendResult.Duplicate(new Position(i + 1)));
            } catch (DamagedLogException e) {
                assertThat(e).hasMessageContaining("offset=");
            }
        }
        assertThat(store.head().value()).isEqualTo(head);
    }

    @Test
    void an_append_that_meets_damage_is_not_stored_even_in_part() {
        String oldest = closed.segments().getFirst();
        byte[] bytes = closed.bytes(oldest);
        bytes[Groups.of(oldest, bytes).getFirst().start() + 20] ^= 1;
        Path copy = closed.with(oldest, bytes).restore(directory.resolve("damaged"));
        NewEvent sound = lonely("sound", "new");
        NewEvent behindDamage = lonely("damaged", "new");
        try (SegmentEventStore store = SmallLog.open(copy, FaultyDisk.sound())) {
            assertThatExceptionOfType(DamagedLogException.class)
                    .isThrownBy(() -> SmallLog.append(store, List.of(sound, behindDamage)));
            assertThat(store.head().value()).isEqualTo(stored.size());
            assertThat(SmallLog.append(store, sound))
                    .containsExactly(new AppendResult.Appended(new Position(stored.size() + 1), 1));
        }
    }

    private static NewEvent lonely(String key, String id) {
        return NewEvent.of(new StreamId("lonely", key), "Lonely")
                .id(id)
                .time(SmallLog.TIME)
                .build();
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.store.AppendResult;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The last group reached the disk in part, in whatever order: it is there whole or not at all, and
 * all before it is there.
 */
@ExtendWith(SeededRandomness.class)
class TornWriteTest {

    private static final int BEFORE = 150;
    private static final int CASES_PER_REOPENING = 5;
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    @TempDir Path directory;

    /** A log as a kill leaves it, of which the newest segment ends with the group of one append. */
    private final class Torn {

        final List<NewEvent> last;
        final Snapshot whole;
        final List<Event> before;
        final List<Event> all;
        final String newest;
        final byte[] bytes;
        final int start;
        final int end;
        private int cases;

        Torn(List<NewEvent> last) {
            this.last = last;
            Path original = directory.resolve("original");
            try (SegmentEventStore store = SmallLog.open(original, FaultyDisk.sound())) {
                for (int i = 0; i < BEFORE; i += 4) {
                    SmallLog.append(store, SmallLog.event(i));
                    SmallLog.append(store, SmallLog.events(i + 1, 3));
                }
                before = SmallLog.all(store);
                SmallLog.append(store, last);
                all = SmallLog.all(store);
                whole = Snapshot.of(original);
            }
            newest = whole.segments().getLast();
            bytes = whole.bytes(newest);
            Groups.Group group = Groups.of(newest, bytes).getLast();
            assertThat(whole.segments()).hasSizeGreaterThan(1);
            assertThat(group.records()).hasSize(last.size());
            start = group.start();
            end = group.end();
        }

        /** Opens the log with other bytes in its newest segment. */
        void with(byte[] torn) {
            boolean isWhole =
                    torn.length >= end && Arrays.equals(torn, start, end, bytes, start, end);
            Path copy = whole.with(newest, torn).restore(directory.resolve("torn"));
            List<Event> expected = isWhole ? all : before;
            List<Event> after;
            try (SegmentEventStore store = SmallLog.open(copy, FaultyDisk.sound())) {
                assertThat(SmallLog.all(store)).isEqualTo(expected);
                for (AppendResult result : SmallLog.append(store, last)) {
                    assertThat(result instanceof AppendResult.Duplicate).isEqualTo(isWhole);
                }
                assertThat(SmallLog.append(store, SmallLog.event(BEFORE / 2)))
                        .containsExactly(
                                new AppendResult.Duplicate(before.get(BEFORE / 2).position()));
                SmallLog.append(store, SmallLog.event(100_000));
                after = SmallLog.all(store);
                assertThat(after).startsWith(before.toArray(Event[]::new));
                assertThat(after).hasSize(all.size() + 1);
                SmallLog.assertSound(after);
            }
            if (cases++ % CASES_PER_REOPENING == 0) {
                try (SegmentEventStore store = SmallLog.open(copy, FaultyDisk.sound())) {
                    assertThat(SmallLog.all(store)).isEqualTo(after);
                }
            }
        }
    }

    @Test
    void a_group_that_is_cut_off_anywhere_is_dropped_whole() {
        Torn log = new Torn(List.of(SmallLog.event(1000, 0), SmallLog.event(1001, 0)));
        for (int cut = log.start; cut <= log.end; cut++) {
            log.with(Arrays.copyOf(log.bytes, cut));
        }
    }

    @Test
    void a_group_that_is_zeros_from_anywhere_on_is_dropped_whole() {
        Torn log = new Torn(List.of(SmallLog.event(1000, 0)));
        for (int cut = log.start; cut <= log.end; cut++) {
            log.with(Arrays.copyOf(Arrays.copyOf(log.bytes, cut), log.bytes.length));
        }
    }

    @Test
    void a_group_with_any_byte_or_bit_flipped_is_dropped_whole(RandomGenerator random) {
        Torn log = new Torn(List.of(SmallLog.event(1000, 0)));
        for (int at = log.start; at < log.end; at++) {
            byte[] flipped = log.bytes.clone();
            int bits = random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt(1, 256);
            flipped[at] ^= (byte) bits;
            log.with(flipped);
        }
    }

    @Test
    void a_group_of_which_any_sectors_are_missing_is_dropped_whole() {
        missingInEverySubset(new Torn(large(300)), SECTOR);
    }

    @Test
    void a_group_of_which_any_pages_are_missing_is_dropped_whole() {
        missingInEverySubset(new Torn(large(3000)), PAGE);
    }

    private static List<NewEvent> large(int dataBytes) {
        return IntStream.range(1000, 1006).mapToObj(i -> SmallLog.event(i, dataBytes)).toList();
    }

    private static void missingInEverySubset(Torn log, int size) {
        int first = log.start / size;
        int blocks = (log.end - 1) / size - first + 1;
        assertThat(blocks).isBetween(5, 7);
        for (int missing = 0; missing < 1 << blocks; missing++) {
            byte[] torn = log.bytes.clone();
            for (int i = 0; i < blocks; i++) {
                if ((missing & 1 << i) != 0) {
                    int from = Math.max(log.start, (first + i) * size);
                    Arrays.fill(torn, from, Math.min(log.end, (first + i + 1) * size), (byte) 0);
                }
            }
            log.with(torn);
        }
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.store.Direction;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Positions of keys, alone and combined, across runs and memtables, against sorted sets. */
@ExtendWith(SeededRandomness.class)
class PositionsTest {

    private static final int KEYS = 12;
    private static final int CAPACITY = 1 << 12;
    private static final int SEEKS = 60;

    @TempDir Path directory;

    private final List<NavigableSet<Long>> model = new ArrayList<>();
    private long head;
    private IndexView view = new IndexView(List.of(), List.of(), new Memtable(0, CAPACITY));

    /** Key number k is in one event of k²; and with pauses, so that some parts do not have it. */
    @BeforeEach
    void an_index_of_four_runs_and_three_memtables(RandomGenerator random) throws IOException {
        for (int key = 0; key < KEYS; key++) {
            model.add(new TreeSet<>());
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(RunMerger.write(next(random), new SortedEntries(), directory));
        }
        view = new IndexView(runs, List.of(next(random), next(random)), next(random));
    }

    private Memtable next(RandomGenerator random) {
        Memtable memtable = new Memtable(head, CAPACITY);
        boolean[] paused = new boolean[KEYS];
        for (int key = 0; key < KEYS; key++) {
            paused[key] = random.nextInt(3) == 0;
        }
        for (int i = 0; i < 500; i++) {
            head++;
            long[] hashes = new long[1 + KEYS];
            int count = 0;
            hashes[count++] = -hash((int) head); // stands for the id, which every event has
            for (int key = 0; key < KEYS; key++) {
                if (!paused[key] && random.nextInt(1 + key * key) == 0) {
                    hashes[count++] = hash(key);
                    model.get(key).add(head);
                }
            }
            memtable.add(head, hashes, 0, count);
        }
        return memtable;
    }

    private static long hash(int key) {
        return (key + 1) * 0x9e3779b97f4a7c15L;
    }

    private Positions positions(int key, Direction direction) {
        return new KeyPositions(view, hash(key), direction);
    }

    /** Asks for ever later places in reading order, in small and large steps. */
    private void requireSame(
            Positions positions,
            NavigableSet<Long> expected,
            Direction direction,
            RandomGenerator random) {
        long from = direction == Direction.FORWARDS ? 1 : head;
        for (int i = 0; i < SEEKS && from >= 1; i++) {
            Long next =
                    direction == Direction.FORWARDS ? expected.ceiling(from) : expected.floor(from);
            long found = positions.seek(from);
            assertThat(found).isEqualTo(next == null ? Positions.NONE : next);
            long step = random.nextInt(1 + random.nextInt(200));
            if (random.nextBoolean() && found != Positions.NONE) {
                step += Math.abs(found - from) + 1;
            }
            from += direction == Direction.FORWARDS ? step : -step;
        }
    }

    @Test
    void a_key_has_its_positions_in_both_directions(RandomGenerator random) {
        for (Direction direction : Direction.values()) {
            for (int key = 0; key < KEYS; key++) {
                requireSame(positions(key, direction), model.get(key), direction, random);
            }
        }
    }

    @Test
    void a_key_that_is_nowhere_has_none() {
        for (Direction direction : Direction.values()) {
            long from = direction == Direction.FORWARDS ? 1 : head;
            assertThat(new KeyPositions(view, 42, direction).seek(from)).isEqualTo(Positions.NONE);
        }
    }

    @Test
    void any_of_some_keys_is_their_union(RandomGenerator random) {
        for (int i = 0; i < 50; i++) {
            List<Integer> keys = someKeys(random);
            NavigableSet<Long> union = new TreeSet<>();
            keys.forEach(key -> union.addAll(model.get(key)));
            for (Direction direction : Direction.values()) {
                requireSame(
                        Positions.anyOf(parts(keys, direction), direction),
                        union,
                        direction,
                        random);
            }
        }
    }

    @Test
    void all_of_some_keys_is_their_intersection(RandomGenerator random) {
        for (int i = 0; i < 50; i++) {
            List<Integer> keys = someKeys(random);
            for (Direction direction : Direction.values()) {
                requireSame(
                        Positions.allOf(parts(keys, direction)),
                        intersection(keys),
                        direction,
                        random);
            }
        }
    }

    @Test
    void combinations_can_be_combined(RandomGenerator random) {
        for (int i = 0; i < 50; i++) {
            List<Integer> one = someKeys(random);
            List<Integer> other = someKeys(random);
            NavigableSet<Long> union = intersection(one);
            union.addAll(intersection(other));
            for (Direction direction : Direction.values()) {
                Positions any =
                        Positions.anyOf(
                                List.of(
                                        Positions.allOf(parts(one, direction)),
                                        Positions.allOf(parts(other, direction))),
                                direction);
                requireSame(any, union, direction, random);
            }
        }
    }

    @Test
    void the_newest_position_that_is_accepted_is_found(RandomGenerator random) {
        for (int key = 0; key < KEYS; key++) {
            for (int i = 0; i < 20; i++) {
                long bound = random.nextLong(head + 2);
                Long expected = model.get(key).floor(bound);
                assertThat(view.newest(hash(key), position -> position <= bound))
                        .isEqualTo(expected == null ? 0 : expected);
            }
        }
    }

    private NavigableSet<Long> intersection(List<Integer> keys) {
        NavigableSet<Long> all = new TreeSet<>(model.get(keys.getFirst()));
        keys.forEach(key -> all.retainAll(model.get(key)));
        return all;
    }

    private static List<Integer> someKeys(RandomGenerator random) {
        return random.ints(1 + random.nextInt(4), 0, KEYS).boxed().toList();
    }

    private List<Positions> parts(List<Integer> keys, Direction direction) {
        return keys.stream().map(key -> positions(key, direction)).toList();
    }
}

package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A memtable finds what a sorted map of sorted sets finds. */
@ExtendWith(SeededRandomness.class)
class MemtableTest {

    /** So many entries that the first looks leave some that are in no chain. */
    private static final int CAPACITY = 4 * KeyChains.LINKED_TOGETHER;

    private static final long BASE = 1_000_000_000_000L;

    private final Memtable memtable = new Memtable(BASE, CAPACITY);
    private final TreeMap<Long, NavigableSet<Long>> model = new TreeMap<>();

    /** Fills it: few keys have most entries. */
    private void fill(RandomGenerator random, List<Long> keys) {
        long position = BASE;
        while (memtable.hasRoomFor(4)) {
            position += 1 + random.nextInt(3);
            long[] hashes = new long[4];
            for (int i = 0; i < hashes.length; i++) {
                int key = random.nextInt(1 + random.nextInt(1 + random.nextInt(keys.size())));
                hashes[i] = keys.get(key);
            }
            hashes = Arrays.stream(hashes).distinct().toArray();
            memtable.add(position, hashes, 0, hashes.length);
            for (long hash : hashes) {
                model.computeIfAbsent(hash, _ -> new TreeSet<>()).add(position);
            }
        }
    }

    private static List<Long> randomKeys(RandomGenerator random, int count) {
        return random.longs(count).boxed().toList();
    }

    /** Keys whose hashes want the same few slots, at both ends of the table and in its middle. */
    private static List<Long> crowdedKeys(RandomGenerator random, int count) {
        return random.longs(count)
                .map(key -> key >>> 20)
                .map(
                        key ->
                                switch (random.nextInt(4)) {
                                    case 0 -> key;
                                    case 1 -> ~key;
                                    case 2 -> key ^ Long.MIN_VALUE;
                                    default -> ~key ^ Long.MIN_VALUE;
                                })
                .boxed()
                .toList();
    }

    @Test
    void every_key_has_its_positions_from_the_newest_to_the_oldest(RandomGenerator random) {
        fill(random, randomKeys(random, 1000));
        requireModel();
    }

    @Test
    void keys_that_crowd_the_same_slots_are_told_apart(RandomGenerator random) {
        fill(random, crowdedKeys(random, 1000));
        requireModel();
    }

    @Test
    void keys_that_differ_in_their_upper_half_only_are_told_apart(RandomGenerator random) {
        long low = random.nextLong() & 0xffffffffL;
        fill(random, random.longs(1000).map(key -> key & ~0xffffffffL | low).boxed().toList());
        requireModel();
    }

    private void requireModel() {
        model.forEach(
                (hash, positions) -> {
                    List<Long> found = new ArrayList<>();
                    memtable.entriesOf(hash)
                            .newest(
                                    position -> {
                                        found.add(position);
                                        return false;
                                    });
                    assertThat(found).isEqualTo(List.copyOf(positions.descendingSet()));
                });
        assertThat(memtable.count())
                .isEqualTo(model.values().stream().mapToInt(NavigableSet::size).sum());
    }

    @Test
    void a_key_that_was_not_added_is_not_found(RandomGenerator random) {
        fill(random, randomKeys(random, 1000));
        random.longs(1000)
                .filter(key -> !model.containsKey(key))
                .forEach(key -> assertThat(memtable.entriesOf(key).newest(_ -> true)).isZero());
    }

    @Test
    void what_is_added_after_somebody_looked_is_found_too(RandomGenerator random) {
        List<Long> keys = randomKeys(random, 200);
        TreeMap<Long, Long> newest = new TreeMap<>();
        for (long position = BASE + 1; memtable.hasRoomFor(1); position++) {
            long hash = keys.get(random.nextInt(keys.size()));
            memtable.add(position, new long[] {hash}, 0, 1);
            newest.put(hash, position);
            if (random.nextInt(50) == 0) {
                newest.forEach(
                        (key, at) ->
                                assertThat(memtable.entriesOf(key).newest(_ -> true))
                                        .isEqualTo(at));
            }
        }
    }

    @Test
    void threads_that_look_while_another_adds_find_all_that_was_added_before(RandomGenerator random)
            throws Exception {
        List<Long> keys = randomKeys(random, 20);
        AtomicLong added = new AtomicLong(BASE);
        Callable<Boolean> look =
                () -> {
                    for (long head = BASE; head < BASE + CAPACITY / 2; ) {
                        head = added.get();
                        for (int k = 0; k < keys.size(); k++) {
                            long found = memtable.entriesOf(keys.get(k)).atOrBefore(head);
                            long expected = newestBefore(head, k, keys.size());
                            if (Math.max(found, BASE) != expected) {
                                return false;
                            }
                        }
                    }
                    return true;
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> first = threads.submit(look);
            Future<Boolean> second = threads.submit(look);
            for (long position = BASE + 1; position <= BASE + CAPACITY / 2; position++) {
                long key = keys.get((int) (position % keys.size()));
                memtable.add(position, new long[] {key}, 0, 1);
                added.set(position);
            }
            assertThat(first.get()).isTrue();
            assertThat(second.get()).isTrue();
        }
    }

    /** The newest position up to this one whose remainder is the key's number; or the base. */
    private static long newestBefore(long head, int key, int keys) {
        long newest = head - Math.floorMod(head - key, (long) keys);
        return Math.max(newest, BASE);
    }

    @Test
    void an_id_is_found_by_its_hash_and_what_accepts_it(RandomGenerator random) {
        long crowded = random.nextLong();
        TreeMap<Long, Long> ids = new TreeMap<>();
        for (long position = BASE + 1; memtable.hasRoomFor(2); position++) {
            long id = random.nextBoolean() ? random.nextLong() : crowded + position % 64 * 0x10001;
            if (ids.putIfAbsent(id, position) == null) {
                memtable.add(position, new long[] {id, ~id}, 0, 2);
            }
        }
        ids.forEach(
                (id, position) -> {
                    assertThat(memtable.findId(id, at -> at == position)).isEqualTo(position);
                    assertThat(memtable.findId(id, _ -> false)).isZero();
                });
        assertThat(memtable.findId(crowded + 65 * 0x10001, _ -> true)).isZero();
    }

    @Test
    void two_ids_of_one_hash_are_both_found() {
        memtable.add(BASE + 1, new long[] {7, 8}, 0, 2);
        memtable.add(BASE + 2, new long[] {7, 9}, 0, 2);
        assertThat(memtable.findId(7, at -> at == BASE + 1)).isEqualTo(BASE + 1);
        assertThat(memtable.findId(7, at -> at == BASE + 2)).isEqualTo(BASE + 2);
    }

    @Test
    void jumping_finds_the_same_as_walking(RandomGenerator random) {
        fill(random, randomKeys(random, 30));
        model.forEach(
                (hash, positions) -> {
                    KeyEntries entries = memtable.entriesOf(hash);
                    for (int i = 0; i < 200; i++) {
                        long position = BASE + random.nextLong(3L * CAPACITY);
                        assertThat(entries.atOrBefore(position))
                                .isEqualTo(
                                        Objects.requireNonNullElse(positions.floor(position), 0L));
                        assertThat(entries.atOrAfter(position))
                                .isEqualTo(
                                        Objects.requireNonNullElse(
                                                positions.ceiling(position), 0L));
                    }
                });
    }

    @Test
    void sorted_its_keys_come_in_the_order_of_their_signed_hashes(RandomGenerator random) {
        fill(random, crowdedKeys(random, 500));
        SortedEntries sorted = new SortedEntries();
        memtable.sort(sorted);
        requireSorted(sorted);
    }

    @Test
    void what_was_sorted_before_leaves_nothing_behind(RandomGenerator random) {
        fill(random, randomKeys(random, 900));
        SortedEntries sorted = new SortedEntries();
        memtable.sort(sorted);
        requireSorted(sorted);
        Memtable next = new Memtable(BASE, CAPACITY / 2);
        next.add(BASE + 7, new long[] {5, -5}, 0, 2);
        next.sort(sorted);
        assertThat(sorted.keys()).isEqualTo(2);
        assertThat(sorted.hash(0)).isEqualTo(-5);
        assertThat(sorted.end(1)).isEqualTo(2);
        assertThat(Arrays.copyOf(sorted.positions(), 2)).containsExactly(7, 7);
    }

    private void requireSorted(SortedEntries sorted) {
        TreeMap<Long, NavigableSet<Long>> found = new TreeMap<>();
        for (int key = 0; key < sorted.keys(); key++) {
            int[] positions =
                    Arrays.copyOfRange(sorted.positions(), sorted.start(key), sorted.end(key));
            assertThat(positions).isSorted();
            NavigableSet<Long> absolute = new TreeSet<>();
            Arrays.stream(positions).forEach(position -> absolute.add(BASE + position));
            found.put(sorted.hash(key), absolute);
        }
        assertThat(found).isEqualTo(model);
        assertThat(IntStream.range(0, sorted.keys()).mapToObj(sorted::hash)).isSorted();
    }

    @Test
    void an_empty_one_has_nothing() {
        assertThat(memtable.isEmpty()).isTrue();
        assertThat(memtable.entriesOf(0).newest(_ -> true)).isZero();
        assertThat(memtable.findId(0, _ -> true)).isZero();
        SortedEntries sorted = new SortedEntries();
        memtable.sort(sorted);
        assertThat(sorted.keys()).isZero();
        assertThat(memtable.lastPosition()).isEqualTo(BASE);
    }
}

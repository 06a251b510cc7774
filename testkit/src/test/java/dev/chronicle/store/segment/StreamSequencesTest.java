package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The cache of newest sequences knows what a map knows, or nothing. */
@ExtendWith(SeededRandomness.class)
class StreamSequencesTest {

    private final StreamSequences cache = new StreamSequences();

    private static byte[] name(int number) {
        return ("s-" + number).getBytes(StandardCharsets.UTF_8);
    }

    private int find(long hash, byte[] name) {
        return cache.find(hash, name, 0, name.length);
    }

    private int keep(long hash, byte[] name, long sequence) {
        return cache.keep(hash, name, 0, name.length, sequence);
    }

    @Test
    void streams_are_found_with_their_newest_sequences(RandomGenerator random) {
        Map<Integer, Long> model = new HashMap<>();
        long[] hashes = random.longs(5000).toArray();
        for (int i = 0; i < 20_000; i++) {
            int number = random.nextInt(hashes.length);
            byte[] name = name(number);
            int place = find(hashes[number], name);
            assertThat(place >= 0).isEqualTo(model.containsKey(number));
            if (place < 0) {
                place = keep(hashes[number], name, number);
            }
            long newest = model.merge(number, number + 1L, (known, _) -> known + 1);
            assertThat(cache.next(place)).isEqualTo(newest);
            assertThat(cache.sequence(place)).isEqualTo(newest);
        }
        assertThat(cache.forgotten()).isZero();
    }

    @Test
    void names_of_one_hash_are_told_apart() {
        for (int number = 0; number < 100; number++) {
            keep(42, name(number), number);
        }
        for (int number = 0; number < 100; number++) {
            assertThat(cache.sequence(find(42, name(number)))).isEqualTo(number);
        }
        assertThat(find(42, name(100))).isNegative();
    }

    @Test
    void too_many_streams_are_all_forgotten_and_counted(RandomGenerator random) {
        long first = random.nextLong();
        keep(first, name(0), 1);
        int number = 1;
        while (cache.forgotten() == 0) {
            keep(random.nextLong(), name(number++), number);
        }
        assertThat(number).isBetween(10_000, 100_000);
        assertThat(find(first, name(0))).isNegative();
        assertThat(cache.sequence(keep(first, name(0), 7))).isEqualTo(7);
    }

    @Test
    void a_long_name_is_not_kept_and_many_fairly_long_ones_do_not_take_much_memory() {
        assertThat(keep(1, new byte[1000], 1)).isNegative();
        for (int i = 0; cache.forgotten() == 0; i++) {
            assertThat(i).isLessThan(20_000);
            keep(i, new byte[256], i);
        }
    }
}

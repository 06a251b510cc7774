package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.math.BigInteger;
import java.time.Duration;
import java.util.random.RandomGenerator;

@ExtendWith(SeededRandomness.class)
class RetryTest {

    /** Draws the least or the greatest number it is asked for. */
    private static RandomGenerator drawing(boolean greatest) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("a bounded number was expected");
            }

            @Override
            public long nextLong(long origin, long bound) {
                return greatest ? bound - 1 : origin;
            }
        };
    }

    private static long millis(int n, boolean greatest) {
        return Retry.defaults().delay(n, drawing(greatest)).toMillis();
    }

    @Test
    void by_default_it_is_tried_five_times_from_100_ms_to_5_s() {
        assertThat(Retry.defaults())
                .isEqualTo(new Retry(Duration.ofMillis(100), Duration.ofSeconds(5), 5));
    }

    @Test
    void the_delay_doubles_and_the_random_part_is_1_ms_to_a_quarter() {
        assertThat(millis(0, false)).isEqualTo(101);
        assertThat(millis(0, true)).isEqualTo(125);
        assertThat(millis(1, false)).isEqualTo(201);
        assertThat(millis(1, true)).isEqualTo(250);
        assertThat(millis(4, false)).isEqualTo(1601);
        assertThat(millis(4, true)).isEqualTo(2000);
    }

    @Test
    void it_is_never_longer_than_the_longest() {
        assertThat(millis(5, true)).isEqualTo(4000);
        assertThat(millis(6, false)).isEqualTo(5000);
        assertThat(millis(62, false)).isEqualTo(5000);
        assertThat(millis(Integer.MAX_VALUE, true)).isEqualTo(5000);
    }

    @Test
    void a_base_under_4_ms_still_gets_1_ms_at_random() {
        Retry retry = new Retry(Duration.ofMillis(1), Duration.ofSeconds(1), 2);

        assertThat(retry.delay(0, drawing(false))).isEqualTo(Duration.ofMillis(2));
        assertThat(retry.delay(0, drawing(true))).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void every_delay_is_the_formula(RandomGenerator random) {
        for (int i = 0; i < 10_000; i++) {
            long base = random.nextLong(1, 1_000_000);
            long max = random.nextLong(base, 10_000_000_000L);
            int n = random.nextInt(100);
            boolean greatest = random.nextBoolean();
            BigInteger grown = BigInteger.valueOf(base).shiftLeft(n);
            BigInteger quarter = grown.shiftRight(2).max(BigInteger.ONE);
            BigInteger delay =
                    grown.add(greatest ? quarter : BigInteger.ONE).min(BigInteger.valueOf(max));

            Retry retry = new Retry(Duration.ofMillis(base), Duration.ofMillis(max), 2);
            assertThat(retry.delay(n, drawing(greatest)).toMillis())
                    .as("base=%d max=%d n=%d", base, max, n)
                    .isEqualTo(delay.longValueExact());
        }
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Retry(Duration.ZERO, second, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base");
        assertThatThrownBy(() -> new Retry(second, Duration.ofMillis(999), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max");
        assertThatThrownBy(() -> new Retry(second, second, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attempts");
    }
}

package dev.chronicle.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.SplittableRandom;

class BackoffTest {

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void the_wait_doubles_with_each_failure_up_to_the_maximum() {
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), 0);

        assertThat(java.util.stream.IntStream.rangeClosed(1, 6).boxed())
                .extracting(n -> backoff.delay(n, random).toMillis())
                .containsExactly(10L, 20L, 40L, 80L, 100L, 100L);
        assertThat(backoff.delay(Integer.MAX_VALUE, random)).hasMillis(100);
    }

    @Test
    void jitter_only_shortens_the_wait() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0.5);

        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.delay(1, random))
                    .isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        }
    }

    @Test
    void no_wait_at_all_is_a_backoff_too() {
        Backoff none = new Backoff(Duration.ZERO, Duration.ZERO, 0);

        assertThat(none.delay(1_000_000, random)).isZero();
    }

    @Test
    void a_maximum_below_the_first_wait_is_refused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max=PT1S");
    }
}

package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

@ExtendWith(SeededRandomness.class)
class RetryingSenderTest {

    private static final PublishAnswer OK = new PublishAnswer.Accepted();
    private static final PublishAnswer REFUSED = new PublishAnswer.Refused("HTTP 422", "no topic");
    private static final PublishAnswer BROKEN = failed(true, Optional.empty());
    private static final PublishAnswer BUSY = failed(false, Optional.of(Duration.ofSeconds(7)));

    private final PublishTally tally = new PublishTally();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void what_is_accepted_is_sent_once(RandomGenerator random) throws Exception {
        send(random, OK);

        assertThat(tally.acceptedEvents()).isEqualTo(10);
        assertThat(pauses).isEmpty();
    }

    @Test
    void what_failed_is_sent_again_after_growing_pauses(RandomGenerator random) throws Exception {
        send(random, BROKEN, BROKEN, BROKEN, OK);

        assertThat(tally.acceptedEvents()).isEqualTo(10);
        assertThat(tally.unsureEvents()).isEqualTo(30);
        assertThat(tally.retries()).isEqualTo(3);
        assertThat(tally.failures()).containsEntry("kind", 3L).hasSize(1);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(2000));
    }

    @Test
    void after_five_retries_it_is_given_up(RandomGenerator random) throws Exception {
        send(random, BROKEN, BROKEN, BROKEN, BROKEN, BROKEN, BROKEN);

        assertThat(pauses).hasSize(5);
        assertThat(tally.failedBatches()).isEqualTo(1);
        assertThat(tally.failedEvents()).isEqualTo(10);
        assertThat(tally.firstReason()).isEqualTo("kind: detail");
    }

    @Test
    void what_is_refused_is_not_sent_again(RandomGenerator random) throws Exception {
        send(random, REFUSED);

        assertThat(pauses).isEmpty();
        assertThat(tally.failedBatches()).isEqualTo(1);
        assertThat(tally.unsureEvents()).isZero();
        assertThat(tally.firstReason()).isEqualTo("HTTP 422: no topic");
    }

    @Test
    void the_servers_wish_is_the_least_pause(RandomGenerator random) throws Exception {
        send(random, BUSY, OK);

        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
        assertThat(tally.unsureEvents()).isZero();
    }

    @Test
    void a_wish_of_hours_is_heard_for_a_minute(RandomGenerator random) throws Exception {
        send(random, failed(false, Optional.of(Duration.ofHours(3))), OK);

        assertThat(pauses).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void the_end_of_the_run_ends_the_retries(RandomGenerator random) throws Exception {
        new RetryingSender((_, _) -> BROKEN, RetryPolicy.standard(), random, _ -> true, tally)
                .send(new byte[0], 10);

        assertThat(tally.failedBatches()).isEqualTo(1);
        assertThat(tally.retries()).isZero();
    }

    @Test
    void a_pause_is_never_longer_than_the_longest(RandomGenerator random) {
        RetryPolicy policy = new RetryPolicy(1000, Duration.ofMillis(500), Duration.ofSeconds(10));

        for (int retry = 6; retry <= 1000; retry++) {
            assertThat(policy.pause(retry, Optional.empty(), random).orElseThrow())
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'5',PT5S",
        "' 120 ',PT2M",
        "'Thu, 1 Jan 2026 00:00:30 GMT',PT30S",
        "'0',",
        "'-1',",
        "'soon',",
        "'Wed, 31 Dec 2025 23:59:59 GMT',",
        "'99999999999999999999',"
    })
    void retry_after_is_seconds_or_a_date(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, Instant.parse("2026-01-01T00:00:00Z")))
                .isEqualTo(Optional.ofNullable(expected));
    }

    private void send(RandomGenerator random, PublishAnswer... answers)
            throws InterruptedException {
        Queue<PublishAnswer> script = new ArrayDeque<>(List.of(answers));
        RetryingSender sender =
                new RetryingSender(
                        (_, _) -> script.remove(),
                        RetryPolicy.standard(),
                        random,
                        pause -> {
                            pauses.add(pause);
                            return false;
                        },
                        tally);
        sender.send(new byte[0], 10);
        assertThat(script).isEmpty();
    }

    private static PublishAnswer failed(boolean mayBeStored, Optional<Duration> retryAfter) {
        return new PublishAnswer.Failed("kind", "detail", mayBeStored, retryAfter);
    }
}

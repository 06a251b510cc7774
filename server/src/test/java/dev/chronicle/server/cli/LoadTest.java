package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One user in a time that the test makes: waiting and being answered moves the clock. */
class LoadTest {

    private static final PublishAnswer OK = new PublishAnswer.Accepted();

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void a_user_pauses_after_its_answer() throws Exception {
        LoadTally tally =
                run(
                        new Pace.Users(Duration.ofMillis(90)),
                        _ -> answered(OK, 10),
                        Integer.MAX_VALUE);

        assertThat(tally.requests()).isEqualTo(10);
        assertThat(tally.latencies().maxMillis()).isBetween(9.9, 10.1);
    }

    @Test
    void a_rate_is_kept_whatever_an_answer_takes() throws Exception {
        LoadTally tally = run(new Pace.Rate(10), _ -> answered(OK, 10), Integer.MAX_VALUE);

        assertThat(tally.requests()).isEqualTo(10);
        assertThat(tally.errors()).isZero();
        assertThat(tally.latencies().maxMillis()).isBetween(9.9, 10.1);
    }

    /** The first answer takes half a second, the others nothing: 500, 400, 300, 200, 100, 0, … */
    @Test
    void what_waited_behind_a_stall_counts_from_when_it_was_due() throws Exception {
        LoadTally tally =
                run(
                        new Pace.Rate(10),
                        number -> answered(OK, number == 0 ? 500 : 0),
                        Integer.MAX_VALUE);

        assertThat(tally.requests()).isEqualTo(10);
        assertThat(tally.latencies().maxMillis()).isBetween(499.0, 501.0);
        assertThat(tally.latencies().percentileMillis(80)).isBetween(299.0, 301.0);
        assertThat(tally.latencies().percentileMillis(60)).isBetween(99.0, 101.0);
        assertThat(tally.latencies().percentileMillis(50)).isZero();
    }

    @Test
    void what_nobody_was_free_to_send_is_an_error() throws Exception {
        LoadTally tally = run(new Pace.Rate(10), _ -> answered(OK, 400), Integer.MAX_VALUE);

        assertThat(tally.requests()).isEqualTo(10);
        assertThat(tally.errorsByKind()).containsOnlyKeys("not sent in time");
        assertThat(tally.errors() + tally.acceptedEvents()).isEqualTo(10);
        assertThat(tally.acceptedEvents()).isEqualTo(3);
    }

    @Test
    void an_end_that_comes_early_makes_no_errors_of_what_was_not_due() throws Exception {
        LoadTally tally = run(new Pace.Rate(10), _ -> answered(OK, 10), 4);

        assertThat(tally.requests()).isEqualTo(4);
        assertThat(tally.errors()).isZero();
    }

    @Test
    void failures_are_counted_by_kind_and_not_sent_again() throws Exception {
        PublishAnswer failed = new PublishAnswer.Failed("HTTP 503", "full", true, Optional.empty());
        PublishAnswer refused = new PublishAnswer.Refused("HTTP 422", "no topic");
        List<PublishAnswer> script = List.of(failed, refused, OK, failed);
        LoadTally tally =
                run(new Pace.Rate(4), number -> answered(script.get(number), 1), Integer.MAX_VALUE);

        assertThat(tally.errorsByKind())
                .containsEntry("HTTP 503", 2L)
                .containsEntry("HTTP 422", 1L);
        assertThat(tally.firstReason()).isEqualTo("HTTP 503: full");
        assertThat(tally.unsureEvents()).isEqualTo(2);
        assertThat(tally.acceptedEvents()).isEqualTo(1);
    }

    @Test
    void thresholds_are_kept_or_broken() throws Exception {
        LoadTally slow = run(new Pace.Rate(10), _ -> answered(OK, 90), Integer.MAX_VALUE);

        assertThat(new Thresholds(Duration.ofMillis(100), 0).check(slow))
                .allMatch(Thresholds.Verdict::isKept);
        assertThat(new Thresholds(Duration.ofMillis(50), 0).check(slow))
                .extracting(Thresholds.Verdict::isKept)
                .containsExactly(false, true);
        assertThat(new Thresholds(Duration.ofMillis(50), 1).check(new LoadTally()))
                .noneMatch(Thresholds.Verdict::isKept);
    }

    @Test
    void a_rate_that_is_no_divisor_of_a_second_drifts_not() {
        Pace.Rate rate = new Pace.Rate(3);

        for (int i = 0; i < 3000; i++) {
            assertThat(rate.nextDue(0)).isEqualTo(i * 1_000_000_000L / 3);
        }
        assertThat(rate.dueUntil(Duration.ofSeconds(1000).toNanos())).isEqualTo(3000);
        assertThat(rate.dueUntil(1)).isEqualTo(1);
    }

    private PublishAnswer answered(PublishAnswer answer, int afterMillis) {
        clock.addAndGet(Duration.ofMillis(afterMillis).toNanos());
        return answer;
    }

    private interface Server {
        PublishAnswer answer(int number);
    }

    /** A second of one user; it is told to end when it waits behind so many answers. */
    private LoadTally run(Pace pace, Server server, int endAfter) throws InterruptedException {
        LoadSettings settings =
                new LoadSettings(
                        URI.create("http://stub"),
                        1,
                        Duration.ofSeconds(1),
                        pace,
                        0,
                        1,
                        List.of("topic"),
                        42,
                        new Thresholds(Duration.ofMillis(500), 0.01));
        Load.Content content =
                new Load.Content(
                        new MadeUpEvents(42, List.of("topic"), Instant.EPOCH),
                        new EventOrder.DuplicatesAmong(0, 42),
                        1);
        Load load =
                new Load(
                        settings,
                        content,
                        (_, _) -> server.answer(answers.getAndIncrement()),
                        time -> {
                            if (answers.get() >= endAfter) {
                                return true;
                            }
                            clock.addAndGet(time.toNanos());
                            return false;
                        },
                        clock::get);
        load.run(() -> {});
        return load.tally();
    }
}

package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The time of recording: the store's own, in whole milliseconds, never decreasing. */
abstract class RecordedAtContract extends ContractPart {

    RecordedAtContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void an_event_is_recorded_at_the_time_of_the_clock_in_whole_milliseconds() {
        store.clock.set(Instant.parse("2026-03-04T05:06:07.891999999Z"));
        store.append(event(A, "id"));

        assertThat(recordedAt()).containsExactly(Instant.parse("2026-03-04T05:06:07.891Z"));
    }

    @Test
    void the_events_of_an_append_are_recorded_at_one_time() {
        store.append(Sample.events(A, "id", 5));

        assertThat(recordedAt()).hasSize(5).containsOnly(store.clock.instant());
    }

    @Test
    void it_does_not_decrease_when_the_clock_runs_back() {
        Instant first = store.clock.instant();
        store.append(event(A, "1"));
        store.clock.advance(Duration.ofDays(-1));
        store.append(event(A, "2"));
        store.clock.set(first.plusMillis(1));
        store.append(event(A, "3"));

        assertThat(recordedAt()).containsExactly(first, first, first.plusMillis(1));
    }

    @Test
    void it_does_not_decrease_when_the_clock_runs_back_while_the_store_is_closed() {
        Instant first = store.clock.instant();
        store.append(event(A, "1"));
        store.clock.set(first.minusSeconds(60));
        store.reopen();
        store.append(event(A, "2"));

        assertThat(recordedAt())
                .isEqualTo(
                        switch (store.durability()) {
                            case SURVIVES_REOPENING -> List.of(first, first);
                            case GONE_WHEN_CLOSED -> List.of(first.minusSeconds(60));
                        });
    }

    @Test
    void it_never_decreases_under_a_clock_that_jumps(RandomGenerator random) {
        for (int i = 0; i < 200; i++) {
            store.clock.advance(Duration.ofNanos(random.nextLong(-5_000_000, 6_000_000)));
            store.append(event(A, "id-" + i));
        }

        assertThat(recordedAt())
                .isSortedAccordingTo(Comparator.naturalOrder())
                .allMatch(time -> time.equals(time.truncatedTo(ChronoUnit.MILLIS)));
    }

    private List<Instant> recordedAt() {
        return store.all().stream().map(Event::recordedAt).toList();
    }
}

package dev.chronicle.testkit;

import static dev.chronicle.store.AppendCondition.noStream;
import static dev.chronicle.store.AppendCondition.sequence;
import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.appended;
import static dev.chronicle.testkit.Sample.event;
import static dev.chronicle.testkit.Sample.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.UnexpectedSequenceException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Appending on the condition that a stream is as long as expected. */
abstract class SequenceConditionContract extends ContractPart {

    SequenceConditionContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void no_stream_holds_for_a_stream_without_events() {
        store.append(events(B, "b", 3));

        assertThat(store.append(noStream(A), event(A, "a"))).containsExactly(appended(4, 1));
    }

    @Test
    void no_stream_fails_for_a_stream_with_events() {
        store.append(events(A, "a", 2));

        fails(noStream(A), 0, 2, event(A, "new"));
    }

    @Test
    void the_expected_sequence_holds_when_it_is_that_of_the_newest_event() {
        store.append(events(A, "a", 2));
        store.append(events(B, "b", 5));

        assertThat(store.append(sequence(A, 2), event(A, "3"), event(A, "4")))
                .containsExactly(appended(8, 3), appended(9, 4));
        assertThat(store.append(sequence(A, 4), event(A, "5"))).containsExactly(appended(10, 5));
    }

    @Test
    void an_expected_sequence_that_is_too_low_fails() {
        store.append(events(A, "a", 3));

        fails(sequence(A, 2), 2, 3, event(A, "new"));
    }

    @Test
    void an_expected_sequence_that_is_too_high_fails() {
        store.append(events(A, "a", 3));

        fails(sequence(A, 4), 4, 3, event(A, "new"));
    }

    @Test
    void an_expected_sequence_fails_for_a_stream_without_events() {
        store.append(events(B, "b", 3));

        fails(sequence(A, 3), 3, 0, event(A, "new"));
    }

    @Test
    void the_condition_may_be_about_another_stream_than_the_events() {
        store.append(events(A, "a", 1));

        assertThat(store.append(sequence(A, 1), event(B, "b"))).containsExactly(appended(2, 1));
        fails(sequence(A, 2), 2, 1, event(B, "c"));
    }

    @Test
    void the_condition_is_about_the_time_before_the_append() {
        assertThat(store.append(noStream(A), event(A, "1"), event(A, "2")))
                .containsExactly(appended(1, 1), appended(2, 2));
    }

    @Test
    void duplicates_do_not_count() {
        store.append(event(A, "1"));
        store.append(event(A, "1"));

        assertThat(store.append(sequence(A, 1), event(A, "1"), event(A, "2")))
                .containsExactly(Sample.duplicate(1), appended(2, 2));
    }

    @Test
    void a_refused_append_does_not_count() {
        fails(sequence(A, 5), 5, 0, event(A, "1"));

        assertThat(store.append(noStream(A), event(A, "1"))).containsExactly(appended(1, 1));
    }

    @Test
    void of_two_writers_with_the_same_expectation_exactly_one_wins() {
        for (int round = 0; round < store.rounds(); round++) {
            long expected = round;
            String id = "round-" + round;
            List<Callable<Boolean>> writers =
                    IntStream.range(0, 2)
                            .<Callable<Boolean>>mapToObj(
                                    w -> () -> wins(sequence(A, expected), id + "-" + w))
                            .toList();

            assertThat(Threads.race(Thread.ofPlatform().factory(), writers))
                    .containsExactlyInAnyOrder(true, false);
        }
        assertThat(store.all()).hasSize(store.rounds());
    }

    @Test
    void of_many_writers_that_create_a_stream_exactly_one_wins() {
        for (int round = 0; round < store.rounds() / 5; round++) {
            StreamId stream = new StreamId("round", Integer.toString(round));
            List<Callable<Boolean>> writers =
                    IntStream.range(0, 16)
                            .<Callable<Boolean>>mapToObj(
                                    w -> () -> wins(noStream(stream), event(stream, "writer-" + w)))
                            .toList();

            assertThat(Threads.race(writers)).containsOnlyOnce(true);
        }
    }

    private boolean wins(AppendCondition condition, String id) {
        return wins(condition, event(A, id));
    }

    private boolean wins(AppendCondition condition, NewEvent event) {
        try {
            store.append(condition, event);
            return true;
        } catch (UnexpectedSequenceException e) {
            return false;
        }
    }

    private void fails(AppendCondition condition, long expected, long actual, NewEvent... events) {
        var before = store.all();

        var failure =
                catchThrowableOfType(
                        UnexpectedSequenceException.class, () -> store.append(condition, events));

        assertThat(failure).isNotNull();
        assertThat(failure.stream()).isEqualTo(A);
        assertThat(failure.expected()).isEqualTo(expected);
        assertThat(failure.actual()).isEqualTo(actual);
        assertThat(store.all()).isEqualTo(before);
    }
}

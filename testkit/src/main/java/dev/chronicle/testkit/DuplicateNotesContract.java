package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.appended;
import static dev.chronicle.testkit.Sample.duplicate;
import static dev.chronicle.testkit.Sample.event;
import static dev.chronicle.testkit.Sample.events;
import static dev.chronicle.testkit.Sample.otherBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.DuplicateNotes;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.UnexpectedSequenceException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** A duplicate can be noted, in the same atomic write as the rest of its append. */
abstract class DuplicateNotesContract extends ContractPart {

    private static final StreamId NOTES = new StreamId("notes", "all");
    private static final int CALLERS = 16;

    DuplicateNotesContract(EventStoreContract contract) {
        super(contract);
    }

    private static DuplicateNotes noting(String delivery) {
        return index -> event(NOTES, delivery + "-" + index, "noted");
    }

    private static Append append(String delivery, NewEvent... events) {
        return Append.of(List.of(events)).noting(noting(delivery));
    }

    private List<String> log() {
        return store.all().stream().map(it -> it.stream().key() + " " + it.id().value()).toList();
    }

    @Test
    void an_append_without_duplicates_notes_nothing() {
        assertThat(store.append(append("d", event(A, "1"), event(A, "2"))))
                .containsExactly(appended(1, 1), appended(2, 2));
        assertThat(log()).containsExactly("a 1", "a 2");
    }

    @Test
    void each_duplicate_is_noted_behind_the_events() {
        store.append(event(A, "1"), event(A, "3"));

        List<AppendResult> results =
                store.append(append("d", event(A, "1"), event(A, "2"), event(A, "3")));

        assertThat(results).containsExactly(duplicate(1), appended(3, 3), duplicate(2));
        assertThat(log()).containsExactly("a 1", "a 3", "a 2", "all d-0", "all d-2");
        assertThat(store.all().getLast().sequence()).isEqualTo(2);
    }

    @Test
    void a_repeat_within_the_append_is_noted() {
        assertThat(store.append(append("d", event(A, "1"), event(A, "1"), event(A, "1"))))
                .containsExactly(appended(1, 1), duplicate(1), duplicate(1));
        assertThat(log()).containsExactly("a 1", "all d-1", "all d-2");
    }

    @Test
    void a_retry_of_everything_leaves_notes_only_and_its_condition_is_not_looked_at() {
        store.append(event(A, "1"), event(A, "2"));
        Append retry = append("d", event(A, "1"), event(A, "2")).on(AppendCondition.noStream(A));

        assertThat(store.append(retry)).containsExactly(duplicate(1), duplicate(2));
        assertThat(log()).containsExactly("a 1", "a 2", "all d-0", "all d-1");
    }

    @Test
    void a_note_that_is_known_is_not_stored_again() {
        store.append(event(A, "1"));
        store.append(append("d", event(A, "1")));

        assertThat(store.append(append("d", event(A, "1")))).containsExactly(duplicate(1));
        assertThat(log()).containsExactly("a 1", "all d-0");
    }

    @Test
    void a_note_with_the_id_of_an_event_or_note_of_the_same_append_is_not_stored() {
        store.append(event(A, "1"));
        DuplicateNotes same = _ -> event(B, "new", "noted");

        store.append(
                Append.of(List.of(event(A, "1"), event(B, "new"), event(A, "1"))).noting(same));
        store.append(
                Append.of(List.of(event(A, "1"), event(A, "1")))
                        .noting(_ -> event(B, "other", "noted")));

        assertThat(log()).containsExactly("a 1", "b new", "b other");
    }

    @Test
    void an_append_that_is_refused_notes_nothing() {
        store.append(event(A, "1"));

        assertThatThrownBy(() -> store.append(append("d", event(A, "1"), otherBody(A, "1"))))
                .isInstanceOf(IdReusedException.class);
        assertThatThrownBy(
                        () ->
                                store.append(
                                        append("d", event(A, "1"), event(A, "2"))
                                                .on(AppendCondition.noStream(A))))
                .isInstanceOf(UnexpectedSequenceException.class);
        assertThat(log()).containsExactly("a 1");
    }

    @Test
    void a_dropped_reuse_is_noted() {
        store.append(event(A, "1"));

        store.append(append("d", otherBody(A, "1")).reusedIds(Append.ReusedIds.DROP));

        assertThat(log()).containsExactly("a 1", "all d-0");
    }

    @Test
    void a_failure_of_the_notes_fails_the_append_and_the_store_goes_on() {
        store.append(event(A, "1"));
        Append failing =
                Append.of(List.of(event(A, "2"), event(A, "1")))
                        .noting(
                                _ -> {
                                    throw new IllegalStateException("no note");
                                });

        assertThat(store.get().append(failing))
                .failsWithin(Threads.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("no note");
        assertThat(store.append(event(A, "2"))).containsExactly(appended(2, 2));
    }

    @Test
    void notes_are_found_and_kept_like_events() {
        NewEvent[] many = events(A, "e", 1000);
        store.append(many);
        store.append(append("d", many));
        List<Event> before = store.all();

        assertThat(before).hasSize(2000);
        assertThat(store.read(Query.stream(NOTES), Position.START)).hasSize(1000);
        store.reopen();
        assertThat(store.all()).isEqualTo(store.kept(before));
    }

    @Test
    void of_many_callers_one_stores_an_event_and_every_other_notes_it() {
        NewEvent[] offered = events(A, "e", 50);
        List<Callable<List<AppendResult>>> callers =
                IntStream.range(0, CALLERS)
                        .<Callable<List<AppendResult>>>mapToObj(
                                caller -> () -> store.append(append("d" + caller, offered)))
                        .toList();

        List<AppendResult> results = new ArrayList<>();
        Threads.race(callers).forEach(results::addAll);

        assertThat(results)
                .filteredOn(AppendResult.Appended.class::isInstance)
                .hasSize(offered.length);
        assertThat(store.read(Query.stream(A), Position.START)).hasSize(offered.length);
        assertThat(store.read(Query.stream(NOTES), Position.START))
                .hasSize((CALLERS - 1) * offered.length);
    }
}

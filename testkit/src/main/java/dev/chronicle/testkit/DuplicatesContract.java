package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.appended;
import static dev.chronicle.testkit.Sample.duplicate;
import static dev.chronicle.testkit.Sample.event;
import static dev.chronicle.testkit.Sample.otherBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.UnexpectedSequenceException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An id is stored once per stream, for the life of the log. */
abstract class DuplicatesContract extends ContractPart {

    private static final int BATCH = 1000;

    DuplicatesContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void a_duplicate_id_returns_the_first_position() {
        store.append(event(B, "other"));
        store.append(event(A, "id"));
        store.append(event(B, "another"));

        assertThat(store.append(event(A, "id"))).containsExactly(duplicate(2));
        assertThat(store.all()).hasSize(3);
    }

    @Test
    void the_same_id_in_another_stream_is_another_event() {
        store.append(event(A, "id"));

        assertThat(store.append(event(B, "id"))).containsExactly(appended(2, 1));
    }

    @Test
    void the_same_id_twice_in_one_append_is_stored_once() {
        assertThat(store.append(event(A, "id"), event(A, "id"), event(B, "id")))
                .containsExactly(appended(1, 1), duplicate(1), appended(2, 1));
        assertThat(store.all()).hasSize(2);
    }

    @Test
    void a_retry_with_another_time_is_a_duplicate_and_the_first_time_stays() {
        store.append(event(A, "id"));
        Event first = store.all().getFirst();
        NewEvent retry =
                Sample.builder(A, "Happened", "id")
                        .data(event(A, "id").data())
                        .time(Instant.EPOCH)
                        .build();

        assertThat(store.append(retry)).containsExactly(duplicate(1));
        assertThat(store.all()).containsExactly(first);
    }

    @Test
    void new_events_beside_duplicates_are_stored() {
        store.append(event(A, "1"), event(A, "3"));

        assertThat(store.append(event(A, "1"), event(A, "2"), event(A, "3"), event(A, "4")))
                .containsExactly(duplicate(1), appended(3, 3), duplicate(2), appended(4, 4));
        assertThat(Sample.ids(store.all())).containsExactly("1", "3", "2", "4");
    }

    @Test
    void an_append_of_duplicates_alone_succeeds_though_its_condition_no_longer_holds() {
        AppendCondition nothingYet = AppendCondition.noStream(A);
        store.append(nothingYet, event(A, "1"), event(A, "2"));

        assertThat(store.append(nothingYet, event(A, "1"), event(A, "2")))
                .containsExactly(duplicate(1), duplicate(2));
    }

    @Test
    void an_append_with_one_new_event_must_meet_its_condition() {
        AppendCondition nothingYet = AppendCondition.noStream(A);
        store.append(nothingYet, event(A, "1"));

        assertThatThrownBy(() -> store.append(nothingYet, event(A, "1"), event(A, "2")))
                .isInstanceOf(UnexpectedSequenceException.class);
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void a_reused_id_is_refused_with_the_position_of_the_first() {
        store.append(event(B, "other"), event(A, "id"));

        refusesReuse(2, event(A, "new"), otherBody(A, "id"), event(A, "newer"));
        assertThat(Sample.ids(store.all())).containsExactly("other", "id");
    }

    @Test
    void a_reused_id_is_told_by_type_tags_data_content_type_and_metadata() {
        NewEvent.Builder first = Sample.builder(A, "Happened", "id");
        store.append(first.build());

        refusesReuse(1, event(A, "id", "Other"));
        refusesReuse(1, event(A, "id", "Happened", Sample.RED));
        refusesReuse(1, otherBody(A, "id"));
        refusesReuse(
                1,
                Sample.builder(A, "Happened", "id")
                        .data(EventData.of("text/plain", new byte[0]))
                        .build());
        refusesReuse(1, Sample.builder(A, "Happened", "id").metadata(Map.of("k", "v")).build());
        assertThat(store.append(first.build())).containsExactly(duplicate(1));
    }

    @Test
    void an_id_reused_within_one_append_is_refused_and_nothing_is_stored() {
        assertThatThrownBy(() -> store.append(event(A, "id"), otherBody(A, "id")))
                .isInstanceOf(IdReusedException.class);

        assertThat(store.all()).isEmpty();
        assertThat(store.append(otherBody(A, "id"))).containsExactly(appended(1, 1));
    }

    @Test
    void a_reused_id_is_reported_before_a_condition_that_fails() {
        store.append(event(A, "id"));
        Append append =
                Append.of(List.of(event(A, "new"), otherBody(A, "id")))
                        .on(AppendCondition.noStream(A));

        assertThatThrownBy(() -> store.append(append)).isInstanceOf(IdReusedException.class);
    }

    @Test
    void dropping_reused_ids_keeps_the_first_body_and_stores_the_rest() {
        store.append(event(A, "id"));
        Event first = store.all().getFirst();
        Append append =
                Append.of(List.of(otherBody(A, "id"), event(A, "new"), otherBody(A, "new")))
                        .reusedIds(Append.ReusedIds.DROP);

        assertThat(store.append(append))
                .containsExactly(duplicate(1), appended(2, 2), duplicate(2));
        assertThat(store.all()).startsWith(first).hasSize(2);
        assertThat(store.all().getLast().data()).isEqualTo(event(A, "new").data());
    }

    @Test
    void an_id_is_known_after_reopening() {
        store.append(event(B, "other"), event(A, "id"));
        store.reopen();

        assertThat(store.append(event(A, "id")))
                .containsExactly(
                        switch (store.durability()) {
                            case SURVIVES_REOPENING -> duplicate(2);
                            case GONE_WHEN_CLOSED -> appended(1, 1);
                        });
    }

    @Test
    void an_id_is_known_however_many_events_came_since() {
        store.append(event(A, "id"));
        int batches = Math.ceilDiv(store.manyEvents(), BATCH);
        for (int i = 0; i < batches; i++) {
            store.append(Sample.events(B, "batch-" + i, BATCH));
        }

        assertThat(store.append(event(A, "id"))).containsExactly(duplicate(1));
        refusesReuse(1, otherBody(A, "id"));
        for (int i = 0; i < batches; i += 1 + batches / 10) {
            long position = 2 + (long) i * BATCH + BATCH / 2;
            assertThat(store.append(event(B, "batch-" + i + "-" + BATCH / 2)))
                    .containsExactly(duplicate(position));
        }
        assertThat(store.head()).isEqualTo(new Position(1 + (long) batches * BATCH));
    }

    private void refusesReuse(long position, NewEvent... events) {
        assertThatThrownBy(() -> store.append(events))
                .asInstanceOf(InstanceOfAssertFactories.type(IdReusedException.class))
                .extracting(IdReusedException::position)
                .isEqualTo(new Position(position));
    }
}

package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.appended;
import static dev.chronicle.testkit.Sample.event;
import static dev.chronicle.testkit.Sample.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.IdReusedException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Appending: all or none, in order, without gaps. */
abstract class AppendContract extends ContractPart {

    AppendContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void a_new_store_has_no_events() {
        assertThat(store.all()).isEmpty();
        assertThat(store.head()).isEqualTo(Position.START);
    }

    @Test
    void the_first_event_stands_at_position_1_with_sequence_1() {
        assertThat(store.append(event(A, "first"))).containsExactly(appended(1, 1));
        assertThat(store.head()).isEqualTo(new Position(1));
    }

    @Test
    void positions_have_no_gaps() {
        for (int i = 0; i < 20; i++) {
            store.append(events(A, "round-" + i, 1 + i % 3));
        }

        assertThat(Sample.positions(store.all()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 39).boxed().toList());
        assertThat(store.head()).isEqualTo(new Position(39));
    }

    @Test
    void results_come_in_the_order_of_the_events() {
        assertThat(store.append(event(A, "1"), event(B, "2"), event(A, "3"), event(A, "4")))
                .containsExactly(appended(1, 1), appended(2, 1), appended(3, 2), appended(4, 3));
        assertThat(Sample.ids(store.all())).containsExactly("1", "2", "3", "4");
    }

    @Test
    void each_stream_counts_its_own_sequence() {
        store.append(events(A, "a", 3));
        store.append(events(B, "b", 2));

        assertThat(store.append(event(A, "next"), event(B, "next")))
                .containsExactly(appended(6, 4), appended(7, 3));
    }

    @Test
    void streams_of_the_same_key_in_other_categories_are_other_streams() {
        store.append(event(new StreamId("one", "key"), "id"));

        assertThat(store.append(event(new StreamId("two", "key"), "id")))
                .containsExactly(appended(2, 1));
    }

    @Test
    void a_refused_append_stores_none_of_its_events() {
        store.append(event(A, "taken"));

        assertThatThrownBy(() -> store.append(event(B, "new"), Sample.otherBody(A, "taken")))
                .isInstanceOf(IdReusedException.class);

        assertThat(Sample.ids(store.all())).containsExactly("taken");
        assertThat(store.head()).isEqualTo(new Position(1));
    }

    @Test
    void a_refused_append_leaves_no_gap_behind() {
        store.append(event(A, "taken"));
        assertThatThrownBy(() -> store.append(event(A, "new"), Sample.otherBody(A, "taken")))
                .isInstanceOf(IdReusedException.class);

        assertThat(store.append(event(A, "new"))).containsExactly(appended(2, 2));
    }

    @Test
    void an_append_takes_a_thousand_events() {
        List<AppendResult> results = store.append(events(A, "many", 1000));

        assertThat(results)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1000).mapToObj(n -> appended(n, n)).toList());
        assertThat(store.all()).hasSize(1000);
    }

    @Test
    void an_append_without_events_is_refused() {
        assertThatThrownBy(() -> store.get().append(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void appends_of_one_thread_are_stored_in_their_order_without_waiting_for_each() {
        List<Future<List<AppendResult>>> underWay = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            underWay.add(store.get().append(List.of(event(A, "id-" + i))));
        }

        for (int i = 0; i < 500; i++) {
            assertThat(StoreUnderTest.await(underWay.get(i)))
                    .containsExactly(appended(i + 1, i + 1));
        }
    }

    @Test
    void a_completed_append_is_visible_to_every_read_that_begins_afterwards() {
        List<Callable<Boolean>> writers =
                IntStream.range(0, 8)
                        .<Callable<Boolean>>mapToObj(w -> () -> readsItsOwnWrites(w))
                        .toList();

        assertThat(Threads.race(writers)).containsOnly(true);
    }

    private boolean readsItsOwnWrites(int writer) {
        StreamId stream = new StreamId("writer", Integer.toString(writer));
        for (int i = 0; i < store.rounds(); i++) {
            NewEvent offered = event(stream, "id-" + i);
            Position position = store.append(offered).getFirst().position();
            assertThat(store.head()).isGreaterThanOrEqualTo(position);
            Position before = new Position(position.value() - 1);
            List<Event> seen = store.read(Query.all(), before, 1, Direction.FORWARDS);
            assertThat(Sample.ids(seen)).containsExactly(offered.id().value());
            assertThat(store.read(Query.stream(stream), Position.START)).hasSize(i + 1);
        }
        return true;
    }

    @Test
    void an_append_may_be_retried_as_often_as_one_likes() {
        Append append = Append.of(List.of(events(A, "id", 3)));
        store.append(append);

        for (int i = 0; i < 3; i++) {
            assertThat(store.append(append))
                    .containsExactly(Sample.duplicate(1), Sample.duplicate(2), Sample.duplicate(3));
        }
        assertThat(store.all()).hasSize(3);
    }
}

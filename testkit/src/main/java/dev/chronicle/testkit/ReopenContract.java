package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.appended;
import static dev.chronicle.testkit.Sample.event;
import static dev.chronicle.testkit.Sample.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.ConditionFailedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Closed and opened again, a store goes on from what it {@linkplain Durability keeps}. */
abstract class ReopenContract extends ContractPart {

    ReopenContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void an_empty_store_is_empty_again() {
        store.reopen();

        assertThat(store.all()).isEmpty();
        assertThat(store.head()).isEqualTo(Position.START);
        assertThat(store.get().status()).isEqualTo(StoreStatus.Open.OPEN);
    }

    @Test
    void the_events_are_those_that_were_kept() {
        store.append(events(A, "a", 10));
        store.append(events(B, "b", 10));
        List<Event> kept = store.kept(store.all());
        store.reopen();

        assertThat(store.all()).isEqualTo(kept);
        assertThat(store.head()).isEqualTo(new Position(kept.size()));
    }

    @Test
    void positions_and_sequences_go_on_behind_what_was_kept() {
        store.append(events(A, "a", 2));
        store.append(events(B, "b", 1));
        int kept = store.kept(store.all()).size();
        int ofA = store.kept(store.read(Query.stream(A), Position.START)).size();
        store.reopen();

        assertThat(store.append(event(A, "new"))).containsExactly(appended(kept + 1, ofA + 1));
    }

    @Test
    void conditions_are_checked_against_what_was_kept() {
        store.append(events(A, "a", 2));
        int ofA = store.kept(store.all()).size();
        store.reopen();

        AppendCondition tooLong = AppendCondition.sequence(A, ofA + 1L);
        assertThatThrownBy(() -> store.append(tooLong, event(A, "new")))
                .isInstanceOf(ConditionFailedException.class);
        assertThat(store.append(AppendCondition.sequence(A, ofA), event(A, "new")))
                .containsExactly(appended(ofA + 1, ofA + 1));
        AppendCondition nothingNew =
                AppendCondition.noneMatching(Query.stream(A), new Position(ofA));
        assertThatThrownBy(() -> store.append(nothingNew, event(A, "newer")))
                .isInstanceOf(ConditionFailedException.class);
    }

    @Test
    void a_subscription_goes_on_from_where_the_last_one_stopped() throws InterruptedException {
        store.append(events(A, "a", 5));
        int kept = store.kept(store.all()).size();
        store.reopen();
        store.append(events(A, "b", 2));

        try (Subscription events = store.get().subscribe(Query.all(), new Position(kept))) {
            assertThat(Sample.ids(events.take(10, Threads.PATIENCE))).containsExactly("b-0", "b-1");
        }
    }

    @Test
    void it_may_be_reopened_again_and_again() {
        List<Event> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            store.append(events(A, "round-" + i, 1 + i));
            expected = new ArrayList<>(store.kept(store.all()));
            store.reopen();
            assertThat(store.all()).isEqualTo(expected);
        }
        assertThat(store.append(event(A, "last"))).hasSize(1);
    }
}

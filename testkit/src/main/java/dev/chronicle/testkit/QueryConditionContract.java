package dev.chronicle.testkit;

import static dev.chronicle.store.AppendCondition.noneMatching;
import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.BLUE;
import static dev.chronicle.testkit.Sample.LARGE;
import static dev.chronicle.testkit.Sample.RED;
import static dev.chronicle.testkit.Sample.appended;
import static dev.chronicle.testkit.Sample.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.MatchingEventException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Appending on the condition that nothing was stored that the decision should have known. */
abstract class QueryConditionContract extends ContractPart {

    private static final StreamId C = new StreamId("test", "c");

    QueryConditionContract(EventStoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void four_events_in_two_streams() {
        store.append(
                event(A, "1", "Opened", RED, LARGE),
                event(B, "2", "Opened", BLUE),
                event(A, "3", "Closed", RED),
                event(B, "4", "Closed", BLUE, LARGE));
    }

    @Test
    void it_holds_when_nothing_matches() {
        holds(Query.types("Burnt"), 0);
        holds(Query.tags(Tag.parse("colour:green")), 0);
        holds(Query.tags(RED, BLUE), 0);
        holds(Query.stream(new StreamId("test", "empty")), 0);
        holds(Query.anyOf(Query.Item.ANY.in(B).tagged(RED)), 0);
    }

    @Test
    void an_event_of_the_type_fails_it() {
        fails(Query.types("Opened"), 0, 2);
        fails(Query.types("Opened", "Burnt"), 1, 2);
        holds(Query.types("Opened"), 2);
    }

    @Test
    void an_event_with_all_tags_fails_it() {
        fails(Query.tags(RED), 0, 3);
        fails(Query.tags(RED, LARGE), 0, 1);
        holds(Query.tags(RED, LARGE), 1);
    }

    @Test
    void an_event_of_the_stream_fails_it() {
        fails(Query.stream(A), 2, 3);
        holds(Query.stream(A), 3);
    }

    @Test
    void type_tags_and_stream_of_an_item_must_all_match() {
        Query.Item item = Query.Item.ANY.ofType("Opened").tagged(LARGE);

        fails(Query.anyOf(item.in(A)), 0, 1);
        holds(Query.anyOf(item.in(B)), 0);
    }

    @Test
    void one_matching_item_is_enough() {
        Query query =
                Query.anyOf(
                        Query.Item.ANY.ofType("Burnt"),
                        Query.Item.ANY.tagged(RED),
                        Query.Item.ANY.in(A).ofType("Opened"));

        fails(query, 0, 3);
        fails(query, 2, 3);
        holds(query, 3);
    }

    @Test
    void any_event_behind_the_position_fails_a_condition_on_all() {
        fails(Query.all(), 0, 4);
        fails(Query.all(), 3, 4);
        holds(Query.all(), 4);
    }

    @Test
    void a_position_beyond_the_head_holds() {
        holds(Query.all(), 100);
        holds(Query.all(), Long.MAX_VALUE);
    }

    @Test
    void it_is_about_the_time_before_the_append() {
        NewEvent matching = event(A, "new", "Burnt");

        assertThat(store.append(noneMatching(Query.types("Burnt"), Position.START), matching))
                .containsExactly(appended(5, 3));
    }

    @Test
    void an_append_of_duplicates_alone_succeeds_though_it_no_longer_holds() {
        assertThat(
                        store.append(
                                noneMatching(Query.all(), Position.START),
                                event(A, "3", "Closed", RED)))
                .containsExactly(Sample.duplicate(3));
    }

    @Test
    void of_two_writers_that_decided_from_the_same_events_exactly_one_wins() {
        Query query = Query.tags(RED);
        for (int round = 0; round < store.rounds(); round++) {
            AppendCondition unchanged = noneMatching(query, store.head());
            String id = "round-" + round;
            List<Callable<Boolean>> writers =
                    IntStream.range(0, 2)
                            .<Callable<Boolean>>mapToObj(
                                    w -> () -> wins(unchanged, event(A, id + "-" + w, "", RED)))
                            .toList();

            assertThat(Threads.race(Thread.ofPlatform().factory(), writers))
                    .containsExactlyInAnyOrder(true, false);
        }
        assertThat(store.head()).isEqualTo(new Position(4L + store.rounds()));
    }

    @Test
    void writers_whose_decisions_do_not_touch_all_win() {
        List<Callable<Boolean>> writers =
                IntStream.range(0, 32)
                        .<Callable<Boolean>>mapToObj(w -> () -> winsAlone(w))
                        .toList();

        assertThat(Threads.race(writers)).containsOnly(true);
    }

    private boolean winsAlone(int writer) {
        Tag own = new Tag("writer", Integer.toString(writer));
        Position known = store.head();
        for (int i = 0; i < 10; i++) {
            NewEvent event = event(C, writer + "-" + i, "Moved", own);
            known = store.append(noneMatching(Query.tags(own), known), event).getFirst().position();
        }
        return true;
    }

    private boolean wins(AppendCondition condition, NewEvent event) {
        try {
            store.append(condition, event);
            return true;
        } catch (MatchingEventException e) {
            return false;
        }
    }

    private void holds(Query query, long after) {
        String id = "holds-" + store.head();
        NewEvent unmatched = event(C, id, "Noted");

        assertThat(store.append(noneMatching(query, new Position(after)), unmatched))
                .hasOnlyElementsOfType(AppendResult.Appended.class);
    }

    private void fails(Query query, long after, long newestMatch) {
        var before = store.all();

        var failure =
                catchThrowableOfType(
                        MatchingEventException.class,
                        () ->
                                store.append(
                                        noneMatching(query, new Position(after)),
                                        event(C, "1", "Noted"),
                                        event(C, "2", "Noted")));

        assertThat(failure).isNotNull();
        assertThat(failure.position()).isEqualTo(new Position(newestMatch));
        assertThat(store.all()).isEqualTo(before);
    }
}

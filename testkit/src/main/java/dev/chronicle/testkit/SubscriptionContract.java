package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.B;
import static dev.chronicle.testkit.Sample.event;
import static dev.chronicle.testkit.Sample.events;
import static dev.chronicle.testkit.Sample.ids;
import static dev.chronicle.testkit.Sample.positions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.Subscription;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One subscription: what it hands out, how it waits and how it ends. */
abstract class SubscriptionContract extends ContractPart {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    SubscriptionContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void stored_events_come_first_and_then_those_to_come() throws InterruptedException {
        store.append(events(A, "old", 2));
        try (Subscription events = subscribe(Query.all(), Position.START)) {
            assertThat(ids(events.take(10, Threads.PATIENCE))).containsExactly("old-0", "old-1");
            store.append(event(A, "new"));
            assertThat(ids(events.take(10, Threads.PATIENCE))).containsExactly("new");
        }
    }

    @Test
    void it_begins_behind_the_position() throws InterruptedException {
        store.append(events(A, "id", 5));
        try (Subscription events = subscribe(Query.all(), new Position(3))) {
            assertThat(events.position()).isEqualTo(new Position(3));
            assertThat(positions(events.take(10, Threads.PATIENCE))).containsExactly(4L, 5L);
        }
    }

    @Test
    void it_may_begin_beyond_the_head() throws InterruptedException {
        store.append(events(A, "id", 2));
        try (Subscription events = subscribe(Query.all(), new Position(4))) {
            assertThat(events.take(10, Duration.ZERO)).isEmpty();
            store.append(events(A, "next", 3));
            assertThat(positions(events.take(10, Threads.PATIENCE))).containsExactly(5L);
        }
    }

    @Test
    void it_hands_out_no_more_than_was_asked_for() throws InterruptedException {
        store.append(events(A, "id", 5));
        try (Subscription events = subscribe(Query.all(), Position.START)) {
            assertThat(positions(events.take(2, Threads.PATIENCE))).containsExactly(1L, 2L);
            assertThat(events.position()).isEqualTo(new Position(2));
            assertThat(positions(events.take(2, Threads.PATIENCE))).containsExactly(3L, 4L);
            assertThat(positions(events.take(2, Threads.PATIENCE))).containsExactly(5L);
        }
    }

    @Test
    void asking_for_no_events_is_refused() {
        try (Subscription events = subscribe(Query.all(), Position.START)) {
            assertThatThrownBy(() -> events.take(0, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void it_hands_out_matching_events_only() throws InterruptedException {
        store.append(events(A, "a", 2));
        store.append(events(B, "b", 2));
        try (Subscription events = subscribe(Query.stream(B), Position.START)) {
            assertThat(ids(events.take(10, Threads.PATIENCE))).containsExactly("b-0", "b-1");
            store.append(event(A, "a"), event(B, "b"), event(A, "c"));
            assertThat(ids(events.take(10, Threads.PATIENCE))).containsExactly("b");
        }
    }

    @Test
    void its_position_runs_ahead_of_events_that_do_not_match() throws InterruptedException {
        store.append(event(A, "match"));
        store.append(events(B, "other", 7));
        try (Subscription events = subscribe(Query.stream(A), Position.START)) {
            assertThat(events.take(10, Threads.PATIENCE)).hasSize(1);
            assertThat(events.take(10, Duration.ZERO)).isEmpty();
            assertThat(events.position()).isEqualTo(new Position(8));
        }
    }

    @Test
    void it_is_empty_when_the_time_is_over() throws InterruptedException {
        try (Subscription events = subscribe(Query.all(), Position.START)) {
            assertThat(events.take(10, SHORT)).isEmpty();
            assertThat(events.take(10, Duration.ZERO)).isEmpty();
            assertThat(events.take(10, Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();
            assertThat(events.position()).isEqualTo(Position.START);
        }
    }

    @Test
    void stored_events_are_handed_out_without_any_time() throws InterruptedException {
        store.append(events(A, "id", 3));
        try (Subscription events = subscribe(Query.all(), Position.START)) {
            assertThat(events.take(10, Duration.ZERO)).hasSize(3);
        }
    }

    @Test
    void the_time_is_over_though_events_that_do_not_match_keep_coming() {
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<Integer>> tasks =
                List.of(
                        () -> {
                            try (Subscription none = subscribe(Query.stream(B), Position.START)) {
                                return none.take(10, SHORT).size();
                            } finally {
                                over.set(true);
                            }
                        },
                        () -> {
                            for (int i = 0; !over.get(); i++) {
                                store.append(event(A, "id-" + i));
                            }
                            return 0;
                        });

        assertThat(Threads.race(Thread.ofPlatform().factory(), tasks)).containsExactly(0, 0);
    }

    @Test
    void a_waiting_take_is_woken_by_the_next_event() throws Exception {
        try (Subscription events = subscribe(Query.all(), Position.START)) {
            var take = new FutureTask<>(() -> events.take(10, FOREVER));
            Threads.awaitBlocked(Thread.ofVirtual().start(take));
            store.append(event(A, "id"));

            assertThat(ids(result(take))).containsExactly("id");
        }
    }

    @Test
    void the_first_event_of_a_new_store_wakes_a_waiting_take() throws Exception {
        for (int round = 0; round < store.rounds() / 5; round++) {
            store.reopen();
            try (Subscription events = subscribe(Query.all(), store.head())) {
                var take = new FutureTask<>(() -> events.take(1, FOREVER));
                Thread.ofPlatform().start(take);
                store.append(event(A, "round-" + round));

                assertThat(ids(result(take))).containsExactly("round-" + round);
            }
        }
    }

    @Test
    void closing_it_wakes_a_waiting_take() throws InterruptedException {
        Subscription events = subscribe(Query.all(), Position.START);
        var take = new FutureTask<>(() -> events.take(1, FOREVER));
        Threads.awaitBlocked(Thread.ofVirtual().start(take));
        events.close();

        failsAsClosed(take);
    }

    @Test
    void closing_the_store_wakes_a_waiting_take() throws InterruptedException {
        Subscription events = subscribe(Query.all(), Position.START);
        var take = new FutureTask<>(() -> events.take(1, FOREVER));
        Threads.awaitBlocked(Thread.ofVirtual().start(take));
        store.close();

        failsAsClosed(take);
    }

    @Test
    void a_closed_one_hands_out_nothing_more() {
        store.append(event(A, "id"));
        Subscription events = subscribe(Query.all(), Position.START);
        events.close();
        events.close();

        assertThatThrownBy(() -> events.take(1, Duration.ZERO))
                .isInstanceOf(StoreClosedException.class);
    }

    @Test
    void closing_one_leaves_the_others_alone() throws InterruptedException {
        try (Subscription other = subscribe(Query.all(), Position.START)) {
            subscribe(Query.all(), Position.START).close();
            store.append(event(A, "id"));

            assertThat(other.take(10, Threads.PATIENCE)).hasSize(1);
        }
    }

    @Test
    void a_waiting_take_can_be_interrupted() throws InterruptedException {
        try (Subscription events = subscribe(Query.all(), Position.START)) {
            var take = new FutureTask<>(() -> events.take(1, FOREVER));
            Thread waiting = Thread.ofVirtual().start(take);
            Threads.awaitBlocked(waiting);
            waiting.interrupt();

            assertThatThrownBy(() -> result(take))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    private Subscription subscribe(Query query, Position after) {
        return store.get().subscribe(query, after);
    }

    private static List<Event> result(FutureTask<List<Event>> take) throws Exception {
        return take.get(Threads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void failsAsClosed(FutureTask<List<Event>> take) {
        assertThatThrownBy(() -> result(take))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreClosedException.class);
    }
}

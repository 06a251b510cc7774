package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Closing: what was begun is finished, and nothing begins any more. */
abstract class CloseContract extends ContractPart {

    CloseContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void the_status_is_open_until_it_is_closed() {
        assertThat(store.get().status()).isEqualTo(StoreStatus.Open.OPEN);
        store.get().close();
        assertThat(store.get().status()).isEqualTo(StoreStatus.Closed.CLOSED);
    }

    @Test
    void closing_again_does_nothing() {
        store.append(event(A, "id"));
        store.get().close();
        store.get().close();

        assertThat(store.get().status()).isEqualTo(StoreStatus.Closed.CLOSED);
    }

    @Test
    void a_later_append_fails_in_its_future_and_does_not_throw() {
        store.get().close();

        CompletableFuture<List<AppendResult>> append = store.get().append(List.of(event(A, "id")));

        assertThatThrownBy(() -> StoreUnderTest.await(append))
                .isInstanceOf(StoreClosedException.class);
    }

    @Test
    void a_later_retry_of_a_stored_event_fails_too() {
        store.append(event(A, "id"));
        store.get().close();

        assertThatThrownBy(() -> store.append(event(A, "id")))
                .isInstanceOf(StoreClosedException.class);
    }

    @Test
    void a_later_read_fails() {
        store.append(event(A, "id"));
        store.get().close();

        assertThatThrownBy(store::all).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void a_subscription_fails_from_then_on() {
        store.append(event(A, "id"));
        try (Subscription early = store.get().subscribe(Query.all(), Position.START)) {
            store.get().close();

            assertThatThrownBy(() -> early.take(1, Duration.ZERO))
                    .isInstanceOf(StoreClosedException.class);
        }
    }

    @Test
    void appends_under_way_are_completed() {
        List<CompletableFuture<List<AppendResult>>> underWay = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            underWay.add(store.get().append(List.of(Sample.events(A, "append-" + i, 5))));
        }
        store.get().close();

        for (int i = 0; i < underWay.size(); i++) {
            assertThat(StoreUnderTest.await(underWay.get(i)))
                    .startsWith(Sample.appended(5L * i + 1, 5L * i + 1));
        }
    }

    @Test
    void what_was_acknowledged_while_it_was_closed_is_what_is_stored() {
        EventStore closing = store.get();
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int w = 0; w < 8; w++) {
            StreamId stream = new StreamId("writer", Integer.toString(w));
            tasks.add(() -> appendUntilClosed(closing, stream));
        }
        tasks.add(() -> closeAt(closing, new Position(100)));
        long acknowledged = Threads.race(tasks).stream().mapToLong(Long::longValue).sum();
        store.reopen();

        List<Event> events = store.all();
        switch (store.durability()) {
            case SURVIVES_REOPENING -> assertThat((long) events.size()).isEqualTo(acknowledged);
            case GONE_WHEN_CLOSED -> assertThat(events).isEmpty();
        }
    }

    private static long appendUntilClosed(EventStore closing, StreamId stream) {
        for (long acknowledged = 0; ; acknowledged++) {
            try {
                StoreUnderTest.await(closing.append(List.of(event(stream, "id-" + acknowledged))));
            } catch (StoreClosedException e) {
                return acknowledged;
            }
        }
    }

    private static long closeAt(EventStore closing, Position position) throws InterruptedException {
        Position before = new Position(position.value() - 1);
        try (closing;
                Subscription events = closing.subscribe(Query.all(), before)) {
            assertThat(events.take(1, Threads.PATIENCE)).hasSize(1);
        }
        return 0;
    }
}

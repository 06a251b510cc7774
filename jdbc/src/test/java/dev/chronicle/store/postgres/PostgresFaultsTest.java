package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Await;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.Direction;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.table.Page;
import dev.chronicle.store.table.QueryKeys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A database that refuses, or goes away at the worst moment: all sessions of the server are ended,
 * those of other tests too.
 */
@Isolated
class PostgresFaultsTest {

    private final PostgresOptions options = TestPostgres.fresh();

    private void execute(String sql) throws SQLException {
        try (Connection connection = new Database(options).connect(Sessions.KEEPER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void a_connection_that_dies_in_its_commit_is_answered_as_not_known_and_never_as_success(
            int before) throws SQLException {
        List<NewEvent> events = LoadEvents.of("a", "1", 3);
        try (PostgresEventStore store = PostgresEventStore.open(options)) {
            execute(
                    """
                    create function die() returns trigger language plpgsql as $$
                    begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
                    create constraint trigger dies after insert on event
                      deferrable initially deferred for each row
                      when (new.id like '1%') execute function die();\
                    """);
            for (int i = 0; i < before; i++) {
                store.append(LoadEvents.of("b", "other-" + i, 1)).join();
            }
            assertThatThrownBy(() -> store.append(events).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StoreUnreachableException.class)
                    .hasMessageContaining("not known");
            execute("drop trigger dies on event");
            Await.until("the store is back", () -> store.status() == StoreStatus.Open.OPEN);

            assertThat(store.append(events).join()).hasSize(3);
            assertThat(LoadEvents.all(store)).hasSize(before + 3);
        }
    }

    @Test
    void an_idle_connection_that_was_cut_is_replaced_without_a_failure() throws SQLException {
        try (PostgresEventStore store = PostgresEventStore.open(options)) {
            store.append(LoadEvents.of("a", "1", 1)).join();
            long used = System.nanoTime();
            execute(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where application_name = 'chronicle' and pid <> pg_backend_pid()\
                    """);
            Await.until("it is idle", () -> System.nanoTime() - used > WriteSession.IDLE_NANOS);

            assertThat(store.append(LoadEvents.of("a", "2", 1)).join()).hasSize(1);
            Await.until("it listens again", () -> store.status() == StoreStatus.Open.OPEN);
            assertThat(LoadEvents.all(store)).hasSize(2);
        }
    }

    @Test
    void an_append_that_the_database_refuses_does_not_fail_its_neighbours() throws SQLException {
        try (PostgresEventStore store = PostgresEventStore.open(options)) {
            execute("alter table event add check (type <> 'Poison')");
            List<CompletableFuture<List<AppendResult>>> sound = new ArrayList<>();
            List<CompletableFuture<List<AppendResult>>> poison = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sound.add(store.append(LoadEvents.of("a", Integer.toString(i), 2)));
                poison.add(
                        store.append(
                                List.of(NewEvent.of(new StreamId("load", "p"), "Poison").build())));
            }
            sound.forEach(append -> assertThat(append.join()).hasSize(2));
            poison.forEach(
                    append ->
                            assertThatThrownBy(append::join)
                                    .hasCauseInstanceOf(StoreFailedException.class));
            assertThat(store.status()).isEqualTo(StoreStatus.Open.OPEN);
            assertThat(LoadEvents.all(store)).hasSize(100);
        }
    }

    @Test
    void a_node_that_keeps_the_lock_is_waited_for_and_told_of() throws SQLException {
        PostgresOptions hasty = options.patience(Duration.ofSeconds(1));
        try (PostgresEventStore store = PostgresEventStore.open(hasty);
                Connection other = new Database(options).connect(Sessions.KEEPER)) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("select * from log_head for update");
            }
            assertThatThrownBy(() -> store.append(LoadEvents.of("a", "1", 1)).join())
                    .hasCauseInstanceOf(StoreUnreachableException.class)
                    .hasMessageContaining("nothing of this is stored");
            assertThat(store.status()).isInstanceOf(StoreStatus.Unreachable.class);
            other.rollback();
            Await.until("the store is back", () -> store.status() == StoreStatus.Open.OPEN);

            assertThat(store.append(LoadEvents.of("a", "1", 1)).join()).hasSize(1);
            assertThat(LoadEvents.all(store)).hasSize(1);
        }
    }

    @Test
    void an_event_that_was_tampered_with_is_not_handed_out() throws SQLException {
        List<NewEvent> events = LoadEvents.of("a", "1", 3);
        try (PostgresEventStore store = PostgresEventStore.open(options)) {
            store.append(events).join();
            execute("update event set form = substring(form for 30) where position = 2");

            assertThatThrownBy(() -> LoadEvents.all(store))
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("position=2");
            assertThatThrownBy(() -> store.append(events).join())
                    .hasCauseInstanceOf(DamagedLogException.class);
            assertThat(store.append(LoadEvents.of("a", "2", 1)).join()).hasSize(1);
        }
    }

    @Test
    void a_page_ends_where_its_events_get_large() throws SQLException {
        try (PostgresEventStore store = PostgresEventStore.open(options)) {
            List<NewEvent> large = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                large.add(
                        NewEvent.of(new StreamId("load", "large"), "Large")
                                .data(EventData.of("b", new byte[100_000]))
                                .build());
            }
            store.append(large).join();
            try (Connection connection = new Database(options).connect(Sessions.READER)) {
                var request =
                        new Page.Request(
                                QueryKeys.of(Query.all()),
                                Direction.FORWARDS,
                                0,
                                Long.MAX_VALUE,
                                1000);
                assertThat(EventPages.read(connection, request).rows()).hasSize(11);
            }
            assertThat(LoadEvents.all(store)).hasSize(60);
        }
    }
}

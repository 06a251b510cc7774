package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.testkit.Threads;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Opening: tables, versions, and servers that cannot be used. */
class PostgresOpeningTest {

    private final PostgresOptions options = TestPostgres.fresh();

    @Test
    void nodes_that_start_at_once_make_the_tables_once() {
        Callable<EventStore> open = () -> PostgresEventStore.open(options);
        List<EventStore> nodes = Threads.race(Stream.generate(() -> open).limit(8).toList());
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).append(LoadEvents.of("a", "node-" + i, 1)).join();
        }
        assertThat(nodes).allSatisfy(node -> assertThat(LoadEvents.all(node)).hasSize(8));
        nodes.forEach(EventStore::close);
    }

    @Test
    void the_log_is_in_the_database_that_the_url_names() throws SQLException {
        String name = "logs of 100% + others";
        try (Connection connection = new Database(options).connect("select 1");
                Statement statement = connection.createStatement()) {
            statement.execute("create database \"" + name + "\"");
        }
        String url =
                TestPostgres.url().replaceFirst("/postgres$", "/logs%20of%20100%25%20%2B%20others");
        PostgresOptions there = PostgresOptions.of(url).schema(options.schema());
        try (EventStore store = PostgresEventStore.open(there);
                EventStore other = PostgresEventStore.open(options);
                Connection connection = new Database(there).connect("select 1")) {
            store.append(LoadEvents.of("a", "there", 1)).join();
            assertThat(LoadEvents.all(store)).hasSize(1);
            assertThat(LoadEvents.all(other)).isEmpty();
            assertThat(connection.getCatalog()).isEqualTo(name);
        }
    }

    @Test
    void tables_of_a_later_version_are_refused() throws SQLException {
        PostgresEventStore.open(options).close();
        try (Connection connection = new Database(options).connect(Sessions.KEEPER);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into schema_version (version) values (99)");
        }
        assertThatThrownBy(() -> PostgresEventStore.open(options))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("version=99");
    }

    @Test
    void a_server_that_does_not_sync_is_refused() throws IOException {
        try (EmbeddedPostgres unsafe = EmbeddedPostgres.builder().start()) {
            PostgresOptions there = PostgresOptions.of(TestPostgres.url(unsafe.getPort()));
            assertThatThrownBy(() -> PostgresEventStore.open(there))
                    .isInstanceOf(StoreFailedException.class)
                    .hasMessageContaining("fsync=off");
        }
    }

    @Test
    void a_commit_is_synced_though_the_server_would_not_do_so() throws SQLException {
        Database database = new Database(options);
        try (Connection plain = database.connect("select 1");
                Connection writer = database.connect(Sessions.writer(options))) {
            assertThat(ServerCheck.show(plain, "synchronous_commit")).isEqualTo("off");
            assertThat(ServerCheck.show(writer, "synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void a_server_that_is_not_there_is_told() {
        PostgresOptions nowhere =
                PostgresOptions.of("postgresql://postgres@localhost:1/postgres")
                        .patience(Duration.ofSeconds(1));
        assertThatThrownBy(() -> PostgresEventStore.open(nowhere))
                .isInstanceOf(StoreUnreachableException.class)
                .hasMessageContaining("localhost:1/postgres");
    }

    @Test
    void a_password_is_read_from_the_url_and_not_shown() {
        PostgresOptions secret =
                PostgresOptions.of("postgresql://me%40home:p%40ss+w:rd@db.example:6543/log?x=y");
        assertThat(PostgresUrl.parse(secret.url()).properties())
                .containsEntry("user", "me@home")
                .containsEntry("password", "p@ss+w:rd")
                .containsEntry("x", "y");
        assertThat(secret).hasToString("db.example:6543/log schema=chronicle");
    }

    @Test
    void what_is_no_url_of_postgresql_is_refused() {
        assertThatThrownBy(() -> PostgresOptions.of("mysql://localhost/x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PostgresOptions.of("postgresql:///x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PostgresOptions.of(TestPostgres.url()).schema("a; drop"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

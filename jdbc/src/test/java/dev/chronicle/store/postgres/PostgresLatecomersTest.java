package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Await;
import dev.chronicle.store.LoadEvents;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is offered while another node appends. */
@Timeout(60)
class PostgresLatecomersTest {

    private final PostgresOptions options = TestPostgres.fresh();

    /** Takes the lock on the head, until it is told to let go. */
    private record Holder(Connection connection, int pid) implements AutoCloseable {

        static Holder open(PostgresOptions options) throws SQLException {
            Connection connection = new Database(options).connect(Sessions.KEEPER);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select * from log_head for update");
                try (ResultSet pid = statement.executeQuery("select pg_backend_pid()")) {
                    pid.next();
                    return new Holder(connection, pid.getInt(1));
                }
            }
        }

        boolean isWaitedFor(Connection watcher) {
            try (PreparedStatement waiting =
                    watcher.prepareStatement(
                            "select 1 from pg_stat_activity where ? ="
                                    + " any(pg_blocking_pids(pid))")) {
                waiting.setInt(1, pid);
                try (ResultSet found = waiting.executeQuery()) {
                    return found.next();
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        void letGo() throws SQLException {
            connection.rollback();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    @Test
    void all_that_has_come_while_the_lock_was_waited_for_is_committed_at_once()
            throws SQLException {
        try (PostgresEventStore store = PostgresEventStore.open(options);
                PostgresEventStore another = PostgresEventStore.open(options);
                Connection watcher = new Database(options).connect(Sessions.KEEPER)) {
            // where another node appends, the lock is waited for before anything is decided
            store.append(LoadEvents.of("a", "1", 1)).join();
            another.append(LoadEvents.of("a", "2", 1)).join();
            store.append(LoadEvents.of("a", "3", 1)).join();
            long before = store.statistics().commits();
            List<CompletableFuture<List<AppendResult>>> answers = new ArrayList<>();
            try (Holder holder = Holder.open(options)) {
                answers.add(store.append(LoadEvents.of("b", "0", 1)));
                Await.until("it waits for the lock", () -> holder.isWaitedFor(watcher));
                for (int i = 1; i < 20; i++) {
                    answers.add(store.append(LoadEvents.of("b", Integer.toString(i), 1)));
                }
                holder.letGo();
            }

            for (int i = 0; i < 20; i++) {
                assertThat(answers.get(i).join().getFirst().position().value()).isEqualTo(4L + i);
            }
            assertThat(store.statistics().commits()).isEqualTo(before + 1);
            assertThat(LoadEvents.all(another)).hasSize(23);
        }
    }
}

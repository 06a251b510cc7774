package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Await;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.UnexpectedSequenceException;
import dev.chronicle.testkit.MutableClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A node stores what comes with one statement as long as the log ends where it left it. Here
 * another node appends in between, so that what the first one supposes is wrong.
 */
@Timeout(60)
class PostgresSuppositionsTest {

    private static final int ROUNDS = 30;
    private static final StreamId STREAM = new StreamId("load", "a");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final PostgresOptions options = TestPostgres.fresh();
    private final PostgresEventStore one = PostgresEventStore.open(named("one"));
    private final PostgresEventStore other = PostgresEventStore.open(named("other"));
    private int number;

    private PostgresOptions named(String node) {
        return PostgresOptions.of(TestPostgres.url() + "?ApplicationName=" + name(node))
                .schema(options.schema())
                .clock(clock);
    }

    private String name(String node) {
        return options.schema() + "_" + node;
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private NewEvent next() {
        number++;
        return event(Integer.toString(number));
    }

    private static NewEvent event(String id) {
        return NewEvent.of(STREAM, "Counted").id(id).tags(Tag.parse("of:all")).build();
    }

    /** Three in a row, behind which the node supposes that it is alone. */
    private Event settle() {
        AppendResult last = one.append(List.of(next())).join().getFirst();
        for (int i = 0; i < 2; i++) {
            last = one.append(List.of(next())).join().getFirst();
        }
        assertThat(last.position()).isEqualTo(new Position(number));
        return LoadEvents.all(one).getLast();
    }

    private boolean lastStoredWithOneStatement() {
        String sql =
                "select count(*) from pg_stat_activity"
                        + " where application_name = ? and query like 'with moved%'";
        try (Connection connection = new Database(options).connect(Sessions.KEEPER);
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name("one"));
            try (ResultSet found = select.executeQuery()) {
                found.next();
                return found.getInt(1) == 1;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_node_that_is_alone_stores_a_group_with_one_statement() {
        Await.until(
                "the last transaction was one statement",
                () -> {
                    settle();
                    return lastStoredWithOneStatement();
                });
    }

    @Test
    void positions_and_sequences_go_on_behind_what_another_node_stored() {
        for (int round = 0; round < ROUNDS; round++) {
            settle();
            other.append(List.of(next(), next())).join();
            AppendResult behind = one.append(List.of(next())).join().getFirst();
            assertThat(behind).isEqualTo(new AppendResult.Appended(new Position(number), number));
        }
        List<Event> stored = LoadEvents.all(other);
        assertThat(stored).hasSize(number);
        for (int i = 0; i < number; i++) {
            assertThat(stored.get(i).position()).isEqualTo(new Position(i + 1));
            assertThat(stored.get(i).sequence()).isEqualTo(i + 1);
        }
    }

    @Test
    void what_another_node_stored_in_another_stream_is_gone_behind_in_position_and_in_time() {
        for (int round = 0; round < ROUNDS; round++) {
            Event before = settle();
            clock.advance(Duration.ofSeconds(1));
            other.append(LoadEvents.of("other", Integer.toString(number), 2)).join();
            number += 2;
            clock.advance(Duration.ofSeconds(-1));
            AppendResult behind = one.append(List.of(next())).join().getFirst();
            assertThat(behind)
                    .isEqualTo(
                            new AppendResult.Appended(new Position(number), before.sequence() + 1));
            Event stored = LoadEvents.all(other).getLast();
            assertThat(stored.position()).isEqualTo(new Position(number));
            assertThat(stored.sequence()).isEqualTo(before.sequence() + 1);
            assertThat(stored.recordedAt()).isEqualTo(before.recordedAt().plusSeconds(1));
            clock.advance(Duration.ofSeconds(2));
        }
    }

    /** More than a node asks for when it takes its turn. */
    @Test
    void sequences_go_on_behind_very_much_that_another_node_stored() {
        for (int round = 0; round < 3; round++) {
            settle();
            List<NewEvent> many = new ArrayList<>();
            for (int i = 0; i < 499 + round; i++) {
                many.add(next());
            }
            other.append(many).join();
            AppendResult behind = one.append(List.of(next())).join().getFirst();
            assertThat(behind).isEqualTo(new AppendResult.Appended(new Position(number), number));
        }
    }

    @Test
    void what_another_node_stored_is_a_duplicate() {
        for (int round = 0; round < ROUNDS; round++) {
            settle();
            NewEvent twice = next();
            other.append(List.of(twice)).join();
            assertThat(one.append(List.of(twice)).join())
                    .containsExactly(new AppendResult.Duplicate(new Position(number)));
        }
        assertThat(LoadEvents.all(one)).hasSize(number);
    }

    @Test
    void a_condition_on_a_sequence_fails_where_another_node_was_faster() {
        for (int round = 0; round < ROUNDS; round++) {
            Event seen = settle();
            other.append(List.of(next())).join();
            AppendCondition condition = AppendCondition.sequence(STREAM, seen.sequence());
            NewEvent late = event("late-" + round);
            assertThatThrownBy(() -> one.append(List.of(late), condition).join())
                    .hasCauseInstanceOf(UnexpectedSequenceException.class);
        }
        assertThat(LoadEvents.all(one)).hasSize(number);
    }

    @Test
    void a_condition_on_a_query_fails_where_another_node_was_faster() {
        for (int round = 0; round < ROUNDS; round++) {
            Event seen = settle();
            other.append(List.of(next())).join();
            AppendCondition condition =
                    AppendCondition.noneMatching(Query.tags(Tag.parse("of:all")), seen.position());
            NewEvent late = event("late-" + round);
            assertThatThrownBy(() -> one.append(List.of(late), condition).join())
                    .hasCauseInstanceOf(MatchingEventException.class);
        }
        assertThat(LoadEvents.all(one)).hasSize(number);
    }
}

package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.LoadEvents;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.MutableClock;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * Three stores take turns at one log, each with a clock of its own, so that hardly one finds it as
 * it left it: mostly other streams have grown, sometimes its own. What becomes of every append is
 * what becomes of it in the store in memory, and so is the log.
 */
@ExtendWith(SeededRandomness.class)
@Timeout(60)
class PostgresWritersTest {

    private static final int TURNS = Boolean.getBoolean("chronicle.slow") ? 5000 : 250;
    private static final int WRITERS = 3;
    private static final int STREAMS = 12;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<MutableClock> clocks = new ArrayList<>();
    private final List<EventStore> stores = new ArrayList<>();
    private final PostgresOptions options = TestPostgres.fresh();
    private int writer;
    private int fresh;

    @RepeatedTest(4)
    void whoever_appends_what_becomes_of_it_is_the_same_as_in_the_store_in_memory(
            RandomGenerator random) throws SQLException {
        for (int i = 0; i < WRITERS; i++) {
            MutableClock clock = new MutableClock(START.plusMillis(random.nextInt(1000)));
            clocks.add(clock);
            stores.add(PostgresEventStore.open(options.clock(clock)));
        }
        try (EventStore model = new MemoryEventStore(() -> clocks.get(writer).instant())) {
            for (int turn = 0; turn < TURNS; turn++) {
                writer = random.nextInt(WRITERS);
                clocks.get(writer).advance(Duration.ofMillis(random.nextInt(20)));
                takeTurn(model, random);
            }
            for (EventStore store : stores) {
                assertThat(LoadEvents.all(store)).isEqualTo(LoadEvents.all(model));
                store.close();
            }
        }
        assertThat(rowsThatDifferFromTheirForms()).isZero();
    }

    /** What is offered at once is decided in this order. */
    private void takeTurn(EventStore model, RandomGenerator random) {
        int appends = 1 + random.nextInt(4);
        List<CompletableFuture<List<AppendResult>>> answers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<Append> offered = new ArrayList<>();
        for (int i = 0; i < appends; i++) {
            Append append = append(model, random);
            offered.add(append);
            expected.add(outcome(model.append(append)));
        }
        for (Append append : offered) {
            answers.add(stores.get(writer).append(append));
        }
        for (int i = 0; i < appends; i++) {
            assertThat(outcome(answers.get(i))).as("%s", offered.get(i)).isEqualTo(expected.get(i));
        }
    }

    private static String outcome(CompletableFuture<List<AppendResult>> answer) {
        try {
            return answer.join().toString();
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(EventStoreException.class);
            return String.valueOf(e.getCause());
        }
    }

    private Append append(EventStore model, RandomGenerator random) {
        StreamId stream = stream(random);
        List<NewEvent> events = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            events.add(event(random.nextInt(4) == 0 ? stream(random) : stream, random));
        }
        Append append = Append.of(events);
        Position head = model.head();
        return switch (random.nextInt(20)) {
            case 0 -> append.on(AppendCondition.sequence(stream, random.nextInt(30)));
            case 1 -> append.on(AppendCondition.noneMatching(query(random), head));
            case 2 -> append.on(AppendCondition.noneMatching(query(random), near(head, random)));
            case 3, 4, 5, 6, 7, 8 ->
                    append.on(AppendCondition.sequence(stream, end(model, stream)));
            default -> append;
        };
    }

    private NewEvent event(StreamId stream, RandomGenerator random) {
        String id = random.nextInt(60) == 0 ? "old-" + random.nextInt(10) : "fresh-" + fresh++;
        return NewEvent.of(stream, id.startsWith("old") ? "Repeated" : "Happened")
                .id(id)
                .time(START)
                .tags(new Tag("colour", id.startsWith("old") ? "grey" : colour(random)))
                .build();
    }

    private static StreamId stream(RandomGenerator random) {
        return new StreamId("s", Integer.toString(random.nextInt(STREAMS)));
    }

    private static String colour(RandomGenerator random) {
        return Integer.toString(random.nextInt(8));
    }

    private static Query query(RandomGenerator random) {
        return random.nextBoolean()
                ? Query.tags(new Tag("colour", colour(random)))
                : Query.stream(stream(random));
    }

    private static Position near(Position head, RandomGenerator random) {
        return new Position(Math.max(0, head.value() - random.nextInt(10)));
    }

    private static long end(EventStore model, StreamId stream) {
        try (var events = model.read(Query.stream(stream), Position.START)) {
            return events.count();
        }
    }

    /** The canonical bytes carry position and sequence behind their first byte. */
    private long rowsThatDifferFromTheirForms() throws SQLException {
        String sql =
                "select count(*) from event where substring(form from 2 for 16)"
                        + " <> int8send(position) || int8send(sequence)";
        try (Connection connection = new Database(options).connect(Sessions.KEEPER);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(sql)) {
            count.next();
            return count.getLong(1);
        }
    }
}

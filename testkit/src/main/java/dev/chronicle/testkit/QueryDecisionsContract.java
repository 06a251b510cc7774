package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.EventData;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.QueryDecisions;
import dev.chronicle.sourcing.StoreUnavailableException;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Decisions on a query hold across streams: no course has more students than places, and no student
 * more than two courses. A test class per store extends it.
 */
public abstract class QueryDecisionsContract {

    private static final int PLACES = 3;
    private static final int COURSES_EACH = 2;

    private EventStore store = new MemoryEventStore();
    private QueryDecisions<Subscribe, Subscribed, Set<Subscribed>, String> subscriptions = build();

    record Subscribe(String student, String course) {}

    record Subscribed(String student, String course) {}

    /** For tests of this suite. */
    protected QueryDecisionsContract() {}

    /** An empty store. It is closed by the suite. */
    protected abstract EventStore open() throws Exception;

    private static class Rules implements Decider<Subscribe, Subscribed, Set<Subscribed>, String> {

        @Override
        public Set<Subscribed> initial() {
            return Set.of();
        }

        @Override
        public Decision<Subscribed, String> handle(Set<Subscribed> before, Subscribe command) {
            Subscribed wanted = new Subscribed(command.student(), command.course());
            if (before.contains(wanted)) {
                return Decision.nothing();
            }
            long inCourse =
                    before.stream().filter(it -> it.course().equals(command.course())).count();
            long ofStudent =
                    before.stream().filter(it -> it.student().equals(command.student())).count();
            if (inCourse >= PLACES) {
                return Decision.reject("full");
            }
            return ofStudent >= COURSES_EACH ? Decision.reject("enough") : Decision.accept(wanted);
        }

        @Override
        public Set<Subscribed> apply(Set<Subscribed> before, Subscribed event) {
            Set<Subscribed> after = new HashSet<>(before);
            after.add(event);
            return after;
        }
    }

    private static final class Codec implements EventCodec<Subscribed> {

        @Override
        public Encoded encode(Subscribed event) {
            return new Encoded(
                    "Subscribed", EventData.json(event.student() + " " + event.course()), Map.of());
        }

        @Override
        public Subscribed decode(Event stored) {
            List<String> parts = List.of(stored.data().text().split(" ", 2));
            return new Subscribed(parts.get(0), parts.get(1));
        }
    }

    private static Tag student(String student) {
        return new Tag("student", student);
    }

    private static Tag course(String course) {
        return new Tag("course", course);
    }

    private QueryDecisions<Subscribe, Subscribed, Set<Subscribed>, String> build() {
        return build(new Rules());
    }

    private QueryDecisions<Subscribe, Subscribed, Set<Subscribed>, String> build(Rules rules) {
        return new QueryDecisions<>(
                store,
                rules,
                new Codec(),
                command ->
                        Query.anyOf(
                                Query.Item.ANY.tagged(student(command.student())),
                                Query.Item.ANY.tagged(course(command.course()))),
                event ->
                        new QueryDecisions.Placement(
                                new StreamId("Course", event.course()),
                                List.of(course(event.course()), student(event.student()))));
    }

    @BeforeEach
    void begin() throws Exception {
        store.close();
        store = open();
        subscriptions = build();
    }

    @AfterEach
    void end() {
        store.close();
    }

    private Outcome<Subscribed, String> subscribe(String student, String course)
            throws InterruptedException {
        return subscriptions.execute(new Subscribe(student, course));
    }

    @Test
    void a_rule_spans_streams() throws Exception {
        assertThat(subscribe("ann", "c1"))
                .isEqualTo(new Outcome.Accepted<>(List.of(new Subscribed("ann", "c1")), 1));
        subscribe("ann", "c2");
        assertThat(subscribe("ann", "c3")).isEqualTo(new Outcome.Rejected<>("enough"));
        subscribe("bob", "c1");
        assertThat(subscribe("cid", "c1"))
                .isEqualTo(new Outcome.Accepted<>(List.of(new Subscribed("cid", "c1")), 3));
        assertThat(subscribe("dan", "c1")).isEqualTo(new Outcome.Rejected<>("full"));
        assertThat(subscribe("ann", "c1")).isEqualTo(new Outcome.Accepted<>(List.of(), 0));
    }

    @Test
    void a_named_command_is_carried_out_once() throws Exception {
        CommandOptions named = CommandOptions.defaults().id("request-1");
        Outcome<Subscribed, String> first =
                subscriptions.execute(new Subscribe("ann", "c1"), named);

        assertThat(subscriptions.execute(new Subscribe("ann", "c2"), named)).isEqualTo(first);
        assertThat(store.head().value()).isEqualTo(1);
    }

    /** A course {@code a+b} is both: two events in two streams. */
    private static final class Pairs extends Rules {

        @Override
        public Decision<Subscribed, String> handle(Set<Subscribed> before, Subscribe command) {
            return Decision.accept(
                    Stream.of(command.course().split("[+]", -1))
                            .map(course -> new Subscribed(command.student(), course))
                            .toList());
        }
    }

    @Test
    void a_named_command_that_many_send_at_once_stores_its_events_in_both_streams_once() {
        List<QueryDecisions<Subscribe, Subscribed, Set<Subscribed>, String>> nodes =
                Stream.generate(() -> build(new Pairs())).limit(4).toList();
        for (int round = 1; round <= 50; round++) {
            Subscribe both = new Subscribe("student-" + round, "left+right");
            CommandOptions named = CommandOptions.defaults().id("pair-" + round);
            List<Callable<Outcome<Subscribed, String>>> senders =
                    nodes.stream()
                            .<Callable<Outcome<Subscribed, String>>>map(
                                    node -> () -> node.execute(both, named))
                            .toList();

            assertThat(Threads.race(senders))
                    .containsOnly(
                            new Outcome.Accepted<>(
                                    List.of(
                                            new Subscribed(both.student(), "left"),
                                            new Subscribed(both.student(), "right")),
                                    round));
            assertThat(store.head().value()).isEqualTo(2L * round);
        }
        for (String course : List.of("left", "right")) {
            Query stream = Query.stream(new StreamId("Course", course));
            try (var events = store.read(stream, Position.START)) {
                assertThat(events.map(Event::sequence))
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
            }
        }
    }

    @Test
    void commands_that_came_to_an_outcome_are_counted_and_told() throws Exception {
        List<TelemetryEvent> heard = new CopyOnWriteArrayList<>();
        Telemetry telemetry = new Telemetry();
        telemetry.attach(heard::add);
        subscriptions = subscriptions.telemetry(telemetry);
        CommandOptions named = CommandOptions.defaults().id("request-1");
        subscriptions.execute(new Subscribe("ann", "c1"), named);
        subscriptions.execute(new Subscribe("ann", "c1"), named);
        subscribe("ann", "c1");
        subscribe("ann", "c2");
        subscribe("ann", "c3");
        store.close();
        assertThatThrownBy(() -> subscribe("bob", "c1"))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(subscriptions.commandsProcessed()).isEqualTo(5);
        assertThat(heard.subList(0, 5))
                .extracting(it -> ((TelemetryEvent.CommandExecuted) it).outcome())
                .containsExactly(
                        TelemetryEvent.Outcome.STORED,
                        TelemetryEvent.Outcome.REPEATED,
                        TelemetryEvent.Outcome.NOTHING_TO_STORE,
                        TelemetryEvent.Outcome.STORED,
                        TelemetryEvent.Outcome.REJECTED);
        assertThat(heard).hasSize(6);
        assertThat(heard.getLast()).isInstanceOf(TelemetryEvent.CommandFailed.class);
    }

    @Test
    void events_are_timed_by_the_clock() throws Exception {
        MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
        subscriptions.clock(clock).execute(new Subscribe("ann", "c1"));

        try (var events = store.read(Query.all(), Position.START)) {
            assertThat(events.map(Event::time)).containsExactly(clock.instant());
        }
    }

    @Test
    void under_contention_every_rule_holds() {
        List<Callable<Integer>> students =
                IntStream.range(0, 12)
                        .<Callable<Integer>>mapToObj(
                                student ->
                                        () -> {
                                            int accepted = 0;
                                            for (int course = 0; course < 6; course++) {
                                                accepted += tryUntilDecided(student, course);
                                            }
                                            return accepted;
                                        })
                        .toList();
        List<Integer> accepted = Threads.race(students);

        assertThat(accepted).allMatch(courses -> courses <= COURSES_EACH);
        assertThat(accepted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(6 * PLACES);
        for (int course = 0; course < 6; course++) {
            try (var events = store.read(Query.tags(course("c" + course)), Position.START)) {
                assertThat(events).hasSize(PLACES);
            }
        }
    }

    private int tryUntilDecided(int student, int course) throws InterruptedException {
        while (true) {
            try {
                return subscribe("s" + student, "c" + course) instanceof Outcome.Accepted ? 1 : 0;
            } catch (ConflictException e) {
                // so many at once: try again, as a caller would
            }
        }
    }
}

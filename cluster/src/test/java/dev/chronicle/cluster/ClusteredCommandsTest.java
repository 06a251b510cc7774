package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.cluster.Stock.Command;
import dev.chronicle.cluster.Stock.Happened;
import dev.chronicle.cluster.Stock.Refusal;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.OutcomeUnknownException;
import dev.chronicle.sourcing.StoreUnavailableException;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;
import dev.chronicle.telemetry.TelemetryEvent;
import dev.chronicle.testkit.MutableClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusteredCommandsTest {

    private static final List<String> NAMES = List.of("a", "b", "c");

    private final MemoryEventStore log = new MemoryEventStore();
    private final Nodes nodes = new Nodes("a", "b", "c");
    private final Map<String, Aggregates<Command, Happened, Stock, Refusal>> aggregates =
            new HashMap<>();
    private final Map<String, ClusteredCommands<Command, Happened, Refusal>> commands =
            new HashMap<>();
    private final List<TelemetryEvent> told = new CopyOnWriteArrayList<>();

    private void startAll() {
        NAMES.forEach(this::start);
        for (String node : NAMES) {
            awaitGroup(node, 3);
        }
    }

    private void start(String node) {
        Aggregates<Command, Happened, Stock, Refusal> own = Stock.in(new DeafStore(log)).build();
        aggregates.put(node, own);
        Telemetry telemetry = new Telemetry();
        telemetry.attach(told::add);
        Distribution.Place place = nodes.place(node, "test", nodes.cluster().registry(node));
        commands.put(node, new ClusteredCommands<>(place, own, Stock.CODEC, telemetry));
    }

    private void awaitGroup(String node, int size) {
        Eventually.eventually(
                node + " knows all",
                () ->
                        nodes.cluster().registry(node).group("aggregate/Stock").nodes().size()
                                == size);
    }

    @AfterEach
    void close() {
        commands.values().forEach(ClusteredCommands::close);
        nodes.close();
    }

    private ClusteredCommands<Command, Happened, Refusal> on(String node) {
        return Objects.requireNonNull(commands.get(node));
    }

    private Aggregates<Command, Happened, Stock, Refusal> own(String node) {
        return Objects.requireNonNull(aggregates.get(node));
    }

    /** An aggregate that belongs to the node. */
    private String of(String node) {
        for (int i = 0; ; i++) {
            if (on("a").node("thing-" + i).name().equals(node)) {
                return "thing-" + i;
            }
        }
    }

    private long processed(String node) {
        return own(node).commandsProcessed();
    }

    private static Outcome<Happened, Refusal> accepted(long sequence, Happened event) {
        return new Outcome.Accepted<>(List.of(event), sequence);
    }

    @Test
    void a_command_is_carried_out_on_the_node_of_its_aggregate_and_answered_where_it_was_given()
            throws InterruptedException {
        startAll();
        String thing = of("b");
        assertThat(on("a").execute(thing, new Command.Add(5)))
                .isEqualTo(accepted(1, new Happened.Added(5)));
        assertThat(on("c").execute(thing, new Command.Take(2)))
                .isEqualTo(accepted(2, new Happened.Taken(2)));
        assertThat(on("b").execute(thing, new Command.Take(1)))
                .isEqualTo(accepted(3, new Happened.Taken(1)));
        assertThat(on("a").execute(thing, new Command.Take(9)))
                .isEqualTo(new Outcome.Rejected<>(Refusal.NOT_ENOUGH));
        assertThat(processed("a")).isZero();
        assertThat(processed("b")).isEqualTo(4);
        assertThat(processed("c")).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void all_nodes_send_an_aggregate_to_the_same_node() {
        startAll();
        for (int i = 0; i < 200; i++) {
            String thing = "thing-" + i;
            assertThat(NAMES)
                    .extracting(it -> on(it).node(thing))
                    .containsOnly(on("a").node(thing));
        }
    }

    @Test
    void a_node_that_knows_nobody_does_it_itself() throws InterruptedException {
        nodes.network().cut("a");
        start("a");
        assertThat(on("a").execute("thing", new Command.Add(1)))
                .isEqualTo(accepted(1, new Happened.Added(1)));
    }

    @Test
    void a_node_that_was_killed_is_gone_around() throws InterruptedException {
        startAll();
        String thing = of("b");
        on("a").execute(thing, new Command.Add(1));
        nodes.cluster().kill("b");
        assertThat(on("a").execute(thing, new Command.Add(1)))
                .isEqualTo(accepted(2, new Happened.Added(1)));
        awaitGroup("a", 2);
        assertThat(on("a").node(thing)).isIn(new Member("a"), new Member("c"));
    }

    @Test
    void a_node_that_is_cut_off_asks_nobody_whom_it_cannot_reach() throws InterruptedException {
        startAll();
        String thing = of("b");
        on("b").execute(thing, new Command.Add(1));
        nodes.network().cut("a");
        assertThat(on("a").execute(thing, new Command.Take(2)))
                .isEqualTo(new Outcome.Rejected<>(Refusal.NOT_ENOUGH));
        assertThat(nodes.cluster().registry("a").group("aggregate/Stock").nodes()).hasSize(3);
        assertThat(processed("a")).isOne();
        assertThat(told).isEmpty();
    }

    @Test
    void a_command_whose_answer_is_lost_is_carried_out_once_and_answered()
            throws InterruptedException {
        startAll();
        String thing = of("b");
        nodes.network().loseAnswers("b", 1);
        assertThat(on("a").execute(thing, new Command.Add(7)))
                .isEqualTo(accepted(1, new Happened.Added(7)));
        assertThat(log.head().value()).isOne();
        TelemetryCounters counters = new TelemetryCounters();
        told.forEach(counters::handle);
        assertThat(counters.read().cluster().sharedWork().commandsRerouted()).isOne();
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        TelemetryEvent.CommandRerouted.class,
                        it -> assertThat(it.node()).isEqualTo("b"));
    }

    @Test
    void what_took_the_last_piece_is_not_rejected_because_there_is_none_left()
            throws InterruptedException {
        startAll();
        String thing = of("b");
        on("a").execute(thing, new Command.Add(1));
        nodes.network().loseAnswers("b", 1);
        assertThat(on("a").execute(thing, new Command.Take(1)))
                .isEqualTo(accepted(2, new Happened.Taken(1)));
    }

    @Test
    void a_command_that_never_arrives_goes_to_the_next_node() throws InterruptedException {
        startAll();
        String thing = of("b");
        nodes.network().loseRequests("b", 1);
        assertThat(on("a").execute(thing, new Command.Add(7)))
                .isEqualTo(accepted(1, new Happened.Added(7)));
        assertThat(processed("b")).isZero();
    }

    @Test
    void its_name_and_its_metadata_arrive() throws InterruptedException {
        startAll();
        String thing = of("c");
        CommandOptions options =
                CommandOptions.defaults().id("order-1").metadata(Map.of("by", "ann"));
        on("a").execute(thing, new Command.Add(1), options);
        assertThat(on("b").execute(thing, new Command.Add(1), options))
                .isEqualTo(accepted(1, new Happened.Added(1)));
        try (var events = log.read(Query.stream(new StreamId("Stock", thing)), Position.START)) {
            assertThat(events)
                    .singleElement()
                    .satisfies(
                            it -> {
                                assertThat(it.metadata()).containsEntry("by", "ann");
                                assertThat(it.id().value()).isEqualTo("order-1/0");
                            });
        }
    }

    @Test
    void rules_that_break_break_as_they_do_without_a_cluster() {
        startAll();
        assertThatThrownBy(() -> on("a").execute(of("b"), new Command.Break()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("broken rules");
    }

    @Test
    void a_node_whose_store_does_not_work_is_gone_around() throws InterruptedException {
        startAll();
        String thing = of("b");
        on("a").execute(thing, new Command.Add(1));
        aggregates.put("b", Stock.in(closed()).build());
        on("b").close();
        Distribution.Place place = nodes.place("b", "test", nodes.cluster().registry("b"));
        commands.put("b", new ClusteredCommands<>(place, own("b"), Stock.CODEC, new Telemetry()));
        awaitGroup("a", 3);
        assertThat(on("a").execute(thing, new Command.Add(1)))
                .isEqualTo(accepted(2, new Happened.Added(1)));
    }

    private static MemoryEventStore closed() {
        MemoryEventStore store = new MemoryEventStore();
        store.close();
        return store;
    }

    @Test
    void where_no_store_works_it_says_so_and_where_one_may_have_done_it_it_says_that() {
        startAll();
        String thing = of("b");
        log.close();
        assertThatThrownBy(() -> on("a").execute(thing, new Command.Add(1)))
                .isInstanceOf(StoreUnavailableException.class);
        nodes.network().loseAnswers("b", 1);
        assertThatThrownBy(() -> on("a").execute(thing, new Command.Add(1)))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void a_node_that_gets_a_command_too_late_lets_it_be() throws InterruptedException {
        MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
        CommandServer<Command, Happened, Refusal> server =
                new CommandServer<>(Stock.in(log).build(), Stock.CODEC, clock);
        CommandRequest request =
                new CommandRequest(
                        "thing",
                        "order-1",
                        Map.of(),
                        clock.instant().plusMillis(500),
                        Stock.CODEC.commands().encode(new Command.Add(1)));
        clock.advance(Duration.ofSeconds(1));
        assertThat(CommandAnswer.parse(server.handle(new Member("a"), request.toBytes())))
                .isInstanceOf(CommandAnswer.Refused.class);
        assertThat(log.head()).isEqualTo(Position.START);
        clock.advance(Duration.ofSeconds(-1));
        assertThat(CommandAnswer.parse(server.handle(new Member("a"), request.toBytes())))
                .isInstanceOf(CommandAnswer.Accepted.class);
    }

    @Test
    void aggregates_of_another_system_are_others() throws InterruptedException {
        startAll();
        MemoryEventStore other = new MemoryEventStore();
        try (WorkerRegistry registry = nodes.cluster().registry("c", "other");
                var own =
                        new ClusteredCommands<>(
                                nodes.place("c", "other", registry),
                                Stock.in(other).build(),
                                Stock.CODEC,
                                new Telemetry())) {
            Eventually.eventually(
                    "registered", () -> registry.group("aggregate/Stock").nodes().size() == 1);
            for (String node : NAMES) {
                assertThat(own.node(of(node))).isEqualTo(new Member("c"));
            }
            own.execute("thing", new Command.Add(1));
            assertThat(other.head().value()).isOne();
            assertThat(log.head()).isEqualTo(Position.START);
        }
    }

    @Test
    void a_category_is_served_once_on_a_node() {
        startAll();
        Distribution.Place place = nodes.place("a", "test", nodes.cluster().registry("a"));
        assertThatThrownBy(
                        () ->
                                new ClusteredCommands<>(
                                        place, Stock.in(log).build(), Stock.CODEC, new Telemetry()))
                .isInstanceOf(IllegalStateException.class);
    }
}

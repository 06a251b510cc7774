package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.cluster.Stock.Command;
import dev.chronicle.cluster.Stock.Happened;
import dev.chronicle.cluster.Stock.Refusal;
import dev.chronicle.event.Event;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.SourcingException;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;
import dev.chronicle.testkit.SeededRandomness;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Three nodes take commands for the same few aggregates, while nodes are cut off and paused and
 * requests and answers get lost at random. The log says afterwards that what was accepted was
 * carried out once, what was rejected was not, and that there never was less than nothing of
 * anything.
 */
@ExtendWith(SeededRandomness.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandModelTest {

    private static final int COMMANDS = Boolean.getBoolean("chronicle.slow") ? 800 : 200;
    private static final Duration ATTEMPT = Duration.ofMillis(40);
    private static final int CALLERS = 2;
    private static final int THINGS = 4;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final MemoryEventStore log = new MemoryEventStore();
    private final Nodes nodes = new Nodes("a", "b", "c");
    private final Map<String, Outcome<Happened, Refusal>> outcomes = new ConcurrentHashMap<>();
    private final AtomicInteger rerouted = new AtomicInteger();
    private final AtomicInteger callers = new AtomicInteger();

    @Test
    void a_command_is_carried_out_once_or_not_at_all_and_the_answer_is_true(
            RandomGenerator random) {
        List<Callable<Integer>> tasks = new ArrayList<>();
        List<ClusteredCommands<Command, Happened, Refusal>> opened = new ArrayList<>();
        for (String node : NAMES) {
            ClusteredCommands<Command, Happened, Refusal> commands = start(node);
            opened.add(commands);
            for (int caller = 0; caller < CALLERS; caller++) {
                String name = node + caller;
                Random own = new Random(random.nextLong());
                callers.incrementAndGet();
                tasks.add(() -> call(commands, name, own));
            }
        }
        Random own = new Random(random.nextLong());
        tasks.add(() -> disturb(own));
        Threads.race(tasks);
        check();
        opened.forEach(ClusteredCommands::close);
        nodes.close();
    }

    private ClusteredCommands<Command, Happened, Refusal> start(String node) {
        Telemetry telemetry = new Telemetry();
        telemetry.attach(
                it -> {
                    if (it instanceof TelemetryEvent.CommandRerouted) {
                        rerouted.incrementAndGet();
                    }
                });
        Distribution.Place place = nodes.place(node, "test", nodes.cluster().registry(node));
        ClusteredCommands<Command, Happened, Refusal> commands =
                new ClusteredCommands<>(
                        place,
                        Stock.in(new DeafStore(log)).build(),
                        Stock.CODEC,
                        new CommandRouter(place, "Stock", ATTEMPT, telemetry));
        Eventually.eventually(
                "registered",
                () ->
                        nodes.cluster()
                                .registry(node)
                                .group("aggregate/Stock")
                                .nodes()
                                .contains(new Member(node)));
        return commands;
    }

    private int call(
            ClusteredCommands<Command, Happened, Refusal> commands, String caller, Random random)
            throws InterruptedException {
        int failed = 0;
        try {
            for (int i = 0; i < COMMANDS; i++) {
                String thing = "thing-" + random.nextInt(THINGS);
                String name = caller + "-" + i;
                Command command =
                        random.nextInt(3) == 0
                                ? new Command.Add(1 + random.nextInt(3))
                                : new Command.Take(1 + random.nextInt(3));
                try {
                    outcomes.put(
                            name,
                            commands.execute(thing, command, CommandOptions.defaults().id(name)));
                } catch (SourcingException e) {
                    failed++;
                }
            }
        } finally {
            callers.decrementAndGet();
        }
        return failed;
    }

    private int disturb(Random random) {
        FakeNetwork network = nodes.network();
        while (callers.get() > 0) {
            String node = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(5)) {
                case 0 -> network.cut(node);
                case 1 -> network.pause(node);
                case 2 -> network.loseAnswers(node, 1 + random.nextInt(3));
                case 3 -> network.loseRequests(node, 1 + random.nextInt(3));
                default -> {}
            }
            LockSupport.parkNanos(random.nextInt(3_000_000));
            network.heal();
            NAMES.forEach(network::resume);
            LockSupport.parkNanos(random.nextInt(3_000_000));
        }
        return 0;
    }

    private void check() {
        JsonEventCodec<Happened> codec = JsonEventCodec.of(Happened.class);
        Map<StreamId, Stock> stocks = new HashMap<>();
        Map<String, List<Happened>> carriedOut = new HashMap<>();
        Stock.Rules rules = new Stock.Rules();
        try (Stream<Event> events = log.read(Query.all(), Position.START)) {
            events.forEach(
                    event -> {
                        Happened happened = codec.decode(event);
                        Stock stock =
                                rules.apply(
                                        stocks.getOrDefault(event.stream(), rules.initial()),
                                        happened);
                        assertThat(stock.left()).isNotNegative();
                        stocks.put(event.stream(), stock);
                        String name = event.id().value().replaceAll("/.*", "");
                        carriedOut.computeIfAbsent(name, _ -> new ArrayList<>()).add(happened);
                    });
        }
        assertThat(outcomes).isNotEmpty();
        assertThat(rerouted.get()).isPositive();
        carriedOut.values().forEach(events -> assertThat(events).hasSize(1));
        outcomes.forEach(
                (name, outcome) -> {
                    switch (outcome) {
                        case Outcome.Accepted<Happened, Refusal>(var events, long _) ->
                                assertThat(carriedOut.get(name)).as(name).isEqualTo(events);
                        case Outcome.Rejected<Happened, Refusal> _ ->
                                assertThat(carriedOut.get(name)).as(name).isNull();
                    }
                });
    }
}

package dev.chronicle.cluster;

import dev.chronicle.cluster.Stock.Command;
import dev.chronicle.cluster.Stock.Happened;
import dev.chronicle.cluster.Stock.Refusal;
import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.SourcingException;
import dev.chronicle.store.postgres.PostgresCheckpointStore;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;
import dev.chronicle.telemetry.Telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The program that is killed, paused and cut off by {@link DistributionIT} and {@link
 * DistributionPartitionIT}: a node that gives commands without end from two threads, runs its part
 * of a projection, and says on its output what was answered and handled, and whom it sees. Its
 * arguments are its name, a name for this run of it, all nodes as {@code name=host:port,…}, its
 * directory, the database, and perhaps a secret. It stops giving commands when its input ends.
 */
final class StockProgram {

    static final int CALLERS = 2;
    static final int THINGS = 12;

    private static final long PACE_NANOS = 3_000_000;

    private final ClusteredCommands<Command, Happened, Refusal> commands;
    private final String run;
    private volatile boolean over;

    private StockProgram(ClusteredCommands<Command, Happened, Refusal> commands, String run) {
        this.commands = commands;
        this.run = run;
    }

    public static void main(String[] args) throws Exception {
        // the first connection of a JVM takes its time where others start beside it
        PostgresCheckpointStore.open(PostgresOptions.of(args[4])).close();
        // a node that is paused may hold the lock on the head, and the others wait so long for it
        PostgresOptions database =
                PostgresOptions.of(args[4]).readers(3).patience(Duration.ofSeconds(2));
        try (ClusterNode node = open(List.of(args));
                var checkpoints = PostgresCheckpointStore.open(database);
                var store = node.distribution().store("stock", PostgresEventStore.open(database));
                var projections =
                        node.distribution()
                                .projections(store, checkpoints, ProjectionOptions.standard());
                var commands = node.distribution().commands(Stock.in(store).build(), Stock.CODEC)) {
            var _ =
                    projections.once(
                            Projection.of(
                                    "noted",
                                    Query.all(),
                                    event -> say("handled " + event.position())));
            node.network().onView(_ -> saySeen(node.network()));
            saySeen(node.network());
            say("ready");
            new StockProgram(commands, args[1]).giveCommands();
            say("done");
            LockSupport.park();
        }
    }

    private static ClusterNode open(List<String> args) throws InterruptedException {
        Member self = new Member(args.get(0));
        Map<Member, InetSocketAddress> addresses = NodeProgram.addresses(args.get(2));
        return ClusterNode.open(
                new ClusterOptions(
                        self,
                        List.copyOf(addresses.keySet()),
                        Objects.requireNonNull(addresses.get(self)),
                        AddressBook.of(addresses),
                        Path.of(args.get(3)),
                        args.size() > 5
                                ? Optional.of(ClusterSecret.of(args.get(5)))
                                : Optional.empty(),
                        ClusterOptions.Scopes.standard()),
                new ClusterNode.Means(InstantSource.system(), new Random(), new Telemetry()));
    }

    /** The last that is said is what it sees. */
    private static synchronized void saySeen(Network network) {
        say(
                network.view().members().stream()
                        .map(Member::name)
                        .collect(Collectors.joining(",", "sees ", "")));
    }

    /** One call, one write: lines of two threads must not mix. */
    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    private void giveCommands() throws IOException, InterruptedException {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            String caller = run + "-" + i;
            callers.add(Thread.ofVirtual().start(() -> call(caller)));
        }
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            // only its end says something
        }
        over = true;
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private void call(String caller) {
        Random random = new Random();
        try {
            for (int i = 0; !over; i++) {
                String thing = "thing-" + random.nextInt(THINGS);
                Command command =
                        random.nextBoolean()
                                ? new Command.Add(1 + random.nextInt(3))
                                : new Command.Take(1 + random.nextInt(4));
                say("%s %s %d".formatted(give(thing, command, caller + "-" + i), caller, i));
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String give(String thing, Command command, String name) throws InterruptedException {
        try {
            return switch (commands.execute(thing, command, CommandOptions.defaults().id(name))) {
                case Outcome.Accepted<Happened, Refusal> _ -> "accepted";
                case Outcome.Rejected<Happened, Refusal> _ -> "rejected";
            };
        } catch (SourcingException e) {
            return "failed";
        }
    }
}

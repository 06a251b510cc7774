package dev.chronicle.benchmarks;

import dev.chronicle.benchmarks.Counter.Command;
import dev.chronicle.benchmarks.Counter.Deposit;
import dev.chronicle.benchmarks.Counter.Happened;
import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.ClusterNode;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.cluster.ClusteredCommands;
import dev.chronicle.cluster.CommandCodec;
import dev.chronicle.cluster.Member;
import dev.chronicle.cluster.WireCodec;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A node of {@link ClusterBenchmark}: waits until all nodes are there, gives commands, and prints
 * how many were carried out in the time that counts, the median and the 99th percentile of the time
 * they took, in nanoseconds, and how many decisions this node made.
 */
final class ClusterCommandNode {

    private static final WireCodec<String> TEXT =
            new WireCodec<>() {
                @Override
                public byte[] encode(String value) {
                    return value.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String decode(byte[] bytes) {
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            };

    private final LongAdder decisions = new LongAdder();
    private final List<String> args;

    private ClusterCommandNode(List<String> args) {
        this.args = args;
    }

    /** Gives one command and waits for its outcome. */
    @FunctionalInterface
    private interface Execution {
        void deposit(String id) throws InterruptedException;
    }

    public static void main(String[] args) throws Exception {
        new ClusterCommandNode(List.of(args)).run();
    }

    private void run() throws Exception {
        Telemetry telemetry = new Telemetry();
        var _ =
                telemetry.attach(
                        event -> {
                            if (event instanceof TelemetryEvent.CommandExecuted executed) {
                                decisions.add(executed.attempts());
                            }
                        });
        Map<Member, InetSocketAddress> addresses = addresses();
        JsonEventCodec<Happened> events = JsonEventCodec.of(Happened.class);
        PostgresOptions database = PostgresOptions.of(args.get(3)).schema(args.get(4));
        try (ClusterNode node = open(addresses);
                EventStore store =
                        node.distribution().store("counters", PostgresEventStore.open(database));
                Aggregates<Command, Happened, Counter, String> counters =
                        Aggregates.of(store, "Counter", new Counter.Rules(), events)
                                .telemetry(telemetry)
                                .build();
                ClusteredCommands<Command, Happened, String> commands =
                        node.distribution()
                                .commands(
                                        counters,
                                        new CommandCodec<>(
                                                WireCodec.json(Command.class),
                                                WireCodec.events(events),
                                                TEXT))) {
            while (node.registry().workers("aggregate/Counter").size() < addresses.size()) {
                LockSupport.parkNanos(1_000_000);
            }
            Execution execution =
                    args.get(9).equals("routed")
                            ? id -> commands.execute(id, new Deposit(1)).orThrow()
                            : id -> counters.execute(id, new Deposit(1)).orThrow();
            print(call(execution));
            LockSupport.park(); // the others are not done, and route to this node
        }
    }

    private Latencies call(Execution execution) throws Exception {
        long begin = System.nanoTime() + (long) (Double.parseDouble(args.get(7)) * 1e9);
        long end = begin + (long) (Double.parseDouble(args.get(8)) * 1e9);
        List<Callable<Latencies>> callers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args.get(5)); i++) {
            callers.add(() -> call(execution, begin, end));
        }
        Latencies all = new Latencies();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Latencies> caller : threads.invokeAll(callers)) {
                all.add(caller.get());
            }
        }
        return all;
    }

    private Latencies call(Execution execution, long begin, long end) throws InterruptedException {
        int aggregates = Integer.parseInt(args.get(6));
        Latencies latencies = new Latencies();
        while (true) {
            String id = "counter-" + ThreadLocalRandom.current().nextInt(aggregates);
            long start = System.nanoTime();
            if (start - end > 0) {
                return latencies;
            }
            depositSometime(execution, id);
            if (start - begin >= 0) {
                latencies.record(System.nanoTime() - start);
            } else {
                decisions.reset();
            }
        }
    }

    /** Where nodes meet too often, a command fails in the end, and is given again. */
    private static void depositSometime(Execution execution, String id)
            throws InterruptedException {
        while (true) {
            try {
                execution.deposit(id);
                return;
            } catch (ConflictException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void print(Latencies latencies) {
        System.out.printf(
                "result %d %.0f %.0f %d%n",
                latencies.count(),
                latencies.quantile(0.5),
                latencies.quantile(0.99),
                decisions.sum());
    }

    private Map<Member, InetSocketAddress> addresses() {
        Map<Member, InetSocketAddress> addresses = new TreeMap<>();
        for (String node : List.of(args.get(1).split(",", -1))) {
            int equals = node.indexOf('=');
            int colon = node.lastIndexOf(':');
            addresses.put(
                    new Member(node.substring(0, equals)),
                    new InetSocketAddress(
                            node.substring(equals + 1, colon),
                            Integer.parseInt(node.substring(colon + 1))));
        }
        return addresses;
    }

    private ClusterNode open(Map<Member, InetSocketAddress> addresses) throws InterruptedException {
        Member self = new Member(args.getFirst());
        return ClusterNode.open(
                new ClusterOptions(
                        self,
                        List.copyOf(addresses.keySet()),
                        Objects.requireNonNull(addresses.get(self)),
                        AddressBook.of(addresses),
                        Path.of(args.get(2)),
                        Optional.empty(),
                        ClusterOptions.Scopes.standard()),
                new ClusterNode.Means(InstantSource.system(), new Random(), new Telemetry()));
    }
}

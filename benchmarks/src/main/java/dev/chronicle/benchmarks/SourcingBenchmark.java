package dev.chronicle.benchmarks;

import dev.chronicle.benchmarks.Counter.Command;
import dev.chronicle.benchmarks.Counter.Deposit;
import dev.chronicle.benchmarks.Counter.Happened;
import dev.chronicle.benchmarks.Counter.Look;
import dev.chronicle.sourcing.Aggregates;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How fast commands are executed, and aggregates loaded, on the segment store.
 *
 * <p>Every row of the first table is a run on a fresh directory with counters of a few events each.
 * So many callers execute one command after the other, each on counters of its own in turn, so that
 * commands never meet and no counter grows much. A command loads its counter (from memory, from a
 * snapshot or from its events), decides, appends one event and returns when that is synced. With
 * the cache, every counter is in memory before the run. The second table is one counter with many
 * events.
 */
public final class SourcingBenchmark {

    private final Options options;
    private final Path directory;
    private final Report.Table commands =
            new Report.Table(
                    "callers",
                    "state in memory",
                    "snapshots",
                    "commands",
                    "commands/s",
                    "p50 µs",
                    "p99 µs",
                    "events each, before",
                    "after");

    private SourcingBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Executes commands on aggregates, and loads aggregates.")
                        .with("callers", "1,16,256", "callers at once")
                        .with(
                                "states",
                                "memory,memory+snapshots,snapshots,events",
                                "where the states of aggregates come from")
                        .with("aggregates", "20k", "how many there are in a run")
                        .with("events", "20", "events of each before the run")
                        .with("frequency", "5", "events from snapshot to snapshot")
                        .with("seconds", "5", "seconds of a run")
                        .with("warm-up", "5", "seconds of warm-up, for each kind of run")
                        .with("large", "100k", "events of the aggregate that is loaded")
                        .with("loads", "30", "how often it is loaded from its events")
                        .with("directory", "benchmarks/target/data/sourcing", "where files go")
                        .parse(args);
        new SourcingBenchmark(options).run();
    }

    /** Where the state of an aggregate comes from. */
    private record Kind(boolean inMemory, boolean snapshots) {

        static Kind of(String name) {
            return switch (name) {
                case "memory" -> new Kind(true, false);
                case "memory+snapshots" -> new Kind(true, true);
                case "snapshots" -> new Kind(false, true);
                case "events" -> new Kind(false, false);
                default -> throw new IllegalArgumentException("no such state: " + name);
            };
        }
    }

    private record Result(long commands, double seconds, Latencies latencies) {}

    private void run() throws Exception {
        Report report = new Report("Event sourcing", options, new Machine(directory));
        for (Kind kind : kinds()) {
            Report.progress("warm-up of " + kind);
            measure(kind, 256, options.seconds("warm-up"));
        }
        for (long callers : options.numbers("callers")) {
            for (Kind kind : kinds()) {
                report(kind, callers);
            }
        }
        report.table(commands);
        report.table(loads());
        TemporaryFiles.delete(directory);
    }

    private List<Kind> kinds() {
        return options.texts("states").stream().map(Kind::of).toList();
    }

    private void report(Kind kind, long callers) throws Exception {
        Result result = measure(kind, Math.toIntExact(callers), options.seconds("seconds"));
        double each = (double) result.commands() / options.number("aggregates");
        commands.row(
                Long.toString(callers),
                kind.inMemory() ? "yes" : "no",
                kind.snapshots() ? "yes" : "no",
                "%,d".formatted(result.commands()),
                Figures.of(result.commands() / result.seconds()),
                Figures.micros(result.latencies().quantile(0.5)),
                Figures.micros(result.latencies().quantile(0.99)),
                options.text("events"),
                Figures.of(options.number("events") + each));
        Report.progress(
                "%d callers, %s: %s commands/s"
                        .formatted(
                                callers, kind, Figures.of(result.commands() / result.seconds())));
    }

    private Result measure(Kind kind, int callers, double seconds) throws Exception {
        TemporaryFiles.delete(directory);
        int aggregates = options.count("aggregates");
        try (CounterStore store = CounterStore.inDirectory(directory.resolve("store"))) {
            store.fill(aggregates, options.count("events"), kind.snapshots());
            var builder = store.counters().cached(kind.inMemory() ? aggregates : 0);
            if (kind.snapshots()) {
                builder.snapshots(store.every(options.number("frequency")));
            }
            try (var counters = builder.build()) {
                for (int i = 0; kind.inMemory() && i < aggregates; i++) {
                    counters.execute(CounterStore.id(i), new Look());
                }
                ProcessUsage.ofThis().settle();
                long before = store.events();
                Result result = execute(counters, callers, seconds);
                if (store.events() - before != result.commands()) {
                    throw new IllegalStateException("commands and events differ: " + result);
                }
                return result;
            }
        }
    }

    private Result execute(
            Aggregates<Command, Happened, Counter, String> counters, int callers, double seconds)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long deadline = start + (long) (seconds * 1e9);
        List<Callable<Latencies>> tasks =
                IntStream.range(0, callers)
                        .<Callable<Latencies>>mapToObj(
                                caller -> () -> call(counters, caller, callers, deadline))
                        .toList();
        Latencies latencies = new Latencies();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Latencies> task : threads.invokeAll(tasks)) {
                latencies.add(task.get());
            }
        }
        return new Result(latencies.count(), (System.nanoTime() - start) / 1e9, latencies);
    }

    private Latencies call(
            Aggregates<Command, Happened, Counter, String> counters,
            int caller,
            int callers,
            long deadline)
            throws InterruptedException {
        int aggregates = options.count("aggregates");
        Latencies latencies = new Latencies();
        int next = caller;
        while (true) {
            long start = System.nanoTime();
            if (start > deadline) {
                return latencies;
            }
            counters.execute(CounterStore.id(next), new Deposit(1)).orThrow();
            latencies.record(System.nanoTime() - start);
            next += callers;
            if (next >= aggregates) {
                next = caller;
            }
        }
    }

    private Report.Table loads() throws IOException, InterruptedException {
        TemporaryFiles.delete(directory);
        int events = options.count("large");
        Report.Table table =
                new Report.Table("loading, of an aggregate of " + events + " events", "median ms");
        try (CounterStore store = CounterStore.inDirectory(directory.resolve("store"))) {
            store.fill(1, events, true);
            try (var plain = store.counters().cached(0).build();
                    var quick = store.counters().cached(0).snapshots(store.every(events)).build()) {
                double fromEvents = medianMillis(plain, options.count("loads"));
                double fromSnapshot = medianMillis(quick, 100 * options.count("loads"));
                quick.execute(CounterStore.id(0), new Deposit(1)).orThrow();
                double behind = medianMillis(quick, 100 * options.count("loads"));
                table.row("from its events", "%.3f".formatted(fromEvents));
                table.row("from its snapshot", "%.4f".formatted(fromSnapshot));
                table.row("from its snapshot and one event", "%.4f".formatted(behind));
                table.row("events ÷ snapshot", Figures.of(fromEvents / fromSnapshot));
            }
        }
        return table;
    }

    private static double medianMillis(
            Aggregates<Command, Happened, Counter, String> counters, int times) {
        double[] took = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            if (counters.load(CounterStore.id(0)).state().balance() == 0) {
                throw new IllegalStateException("nothing was loaded");
            }
            took[i] = (System.nanoTime() - start) / 1e6;
        }
        return Figures.median(took);
    }
}

package dev.chronicle.benchmarks;

import dev.chronicle.store.postgres.PostgresOptions;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Commands on PostgreSQL through this library ({@link ChronicleCommands}), beside Axon Framework
 * with its event store on JDBC ({@link AxonCommands}): each loads an aggregate of some 20 events,
 * decides, and appends one event, unless somebody else was there first.
 *
 * <p>Both have tables of their own on one server, which runs on this machine and syncs. Callers
 * work on aggregates of their own, in turn. Slices alternate; ratios are medians over them.
 */
public final class CommandsBenchmark {

    private final Options options;
    private final Path directory;
    private final Report.Table rates =
            new Report.Table(
                    "callers",
                    "side",
                    "commands",
                    "commands/s",
                    "p50 µs",
                    "p99 µs",
                    "events each, before",
                    "after",
                    "÷ Axon");

    private CommandsBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Executes commands on aggregates in PostgreSQL, beside Axon Framework.")
                        .with("callers", "16,1", "callers at once")
                        .with("aggregates", "10k", "how many there are in a run")
                        .with("events", "20", "events of each before the run")
                        .with("slices", "4", "slices of a run")
                        .with("seconds", "3", "seconds of a slice")
                        .with("warm-up", "5", "seconds of warm-up per side and run")
                        .with("directory", "benchmarks/target/data/commands", "where files go")
                        .parse(args);
        new CommandsBenchmark(options).run();
    }

    private void run() throws Exception {
        TemporaryFiles.delete(directory);
        Report report = new Report("Commands", options, new Machine(directory));
        try (EmbeddedPostgres server = SharedServices.postgres(directory.resolve("postgres"))) {
            for (long callers : options.numbers("callers")) {
                measure(server.getPort(), Math.toIntExact(callers));
            }
        }
        report.table(rates);
        TemporaryFiles.delete(directory);
    }

    private void measure(int port, int callers) throws Exception {
        int aggregates = options.count("aggregates");
        int events = options.count("events");
        String server = "postgresql://postgres@localhost:" + port + "/postgres";
        String schema = "callers_" + callers;
        PostgresOptions tables = PostgresOptions.of(server).schema(schema).readers(callers);
        Map<String, CommandSide> sides = new LinkedHashMap<>();
        // it makes the schema, and the other uses it
        sides.put("chronicle", new ChronicleCommands(tables, aggregates, events));
        String jdbc =
                "jdbc:postgresql://localhost:%d/postgres?user=postgres&currentSchema=%s"
                        .formatted(port, schema);
        sides.put("Axon", new AxonCommands(jdbc, callers, aggregates, events));
        measure(sides, callers);
        for (CommandSide side : sides.values()) {
            side.close();
        }
    }

    private void measure(Map<String, CommandSide> sides, int callers) throws Exception {
        Map<String, SideRun> runs = new LinkedHashMap<>();
        Map<String, Long> all = new LinkedHashMap<>();
        for (Map.Entry<String, CommandSide> side : sides.entrySet()) {
            runs.put(side.getKey(), new SideRun());
            AppendLoad.Result warm = slice(side.getValue(), callers, options.seconds("warm-up"));
            all.put(side.getKey(), warm.events());
        }
        for (int slice = 0; slice < options.count("slices"); slice++) {
            for (Map.Entry<String, CommandSide> side : sides.entrySet()) {
                AppendLoad.Result result =
                        slice(side.getValue(), callers, options.seconds("seconds"));
                runs.getOrDefault(side.getKey(), new SideRun()).add(result);
                all.merge(side.getKey(), result.events(), Long::sum);
                Report.progress(
                        "%d callers, slice %d: %s %s commands/s"
                                .formatted(
                                        callers,
                                        slice + 1,
                                        side.getKey(),
                                        Figures.of(result.rate())));
            }
        }
        for (Map.Entry<String, CommandSide> side : sides.entrySet()) {
            row(callers, side.getKey(), side.getValue(), runs, all.getOrDefault(side.getKey(), 0L));
        }
    }

    private void row(
            int callers, String name, CommandSide side, Map<String, SideRun> runs, long executed)
            throws Exception {
        long aggregates = options.number("aggregates");
        long events = side.events();
        if (events != aggregates * options.number("events") + executed) {
            throw new IllegalStateException(
                    "commands and events differ: %s events=%d".formatted(name, events));
        }
        SideRun run = runs.getOrDefault(name, new SideRun());
        rates.row(
                Integer.toString(callers),
                name,
                "%,d".formatted(run.events()),
                Figures.of(run.rate()),
                Figures.micros(run.latency(0.5)),
                Figures.micros(run.latency(0.99)),
                options.text("events"),
                Figures.of((double) events / aggregates),
                Figures.of(run.ratioTo(runs.getOrDefault("Axon", new SideRun()))));
    }

    private AppendLoad.Result slice(CommandSide side, int callers, double seconds)
            throws Exception {
        long start = System.nanoTime();
        long deadline = start + (long) (seconds * 1e9);
        List<Callable<Latencies>> tasks =
                IntStream.range(0, callers)
                        .<Callable<Latencies>>mapToObj(
                                caller -> () -> call(side, caller, callers, deadline))
                        .toList();
        Latencies latencies = new Latencies();
        // Axon's way blocks where it is synchronized: platform threads for both
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (Future<Latencies> task : threads.invokeAll(tasks)) {
                latencies.add(task.get());
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        return new AppendLoad.Result(latencies.count(), took, 0, latencies);
    }

    private Latencies call(CommandSide side, int caller, int callers, long deadline)
            throws InterruptedException {
        int aggregates = options.count("aggregates");
        Latencies latencies = new Latencies();
        int next = caller;
        while (true) {
            long start = System.nanoTime();
            if (start > deadline) {
                return latencies;
            }
            side.deposit(next);
            latencies.record(System.nanoTime() - start);
            next = next + callers < aggregates ? next + callers : caller;
        }
    }
}

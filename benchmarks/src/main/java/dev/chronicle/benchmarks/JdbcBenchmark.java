package dev.chronicle.benchmarks;

import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How fast events are appended to PostgreSQL through the store ({@link PostgresSide}), beside the
 * same rows inserted with plain JDBC ({@link PlainJdbcSide}) by as many connections as there are
 * callers.
 *
 * <p>Both sides have tables of their own, made by the same statements, on one server, which runs on
 * this machine and syncs. A run is cut into slices; in each, one side appends for some time after
 * the other to what it holds already. Ratios are medians over the slices.
 */
public final class JdbcBenchmark {

    private final Options options;
    private final Path directory;
    private final SplittableRandom random = new SplittableRandom();
    private final Report.Table rates =
            new Report.Table(
                    "batch",
                    "callers",
                    "side",
                    "events",
                    "events/s",
                    "p50 µs",
                    "p99 µs",
                    "÷ plain");

    private JdbcBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Appends events to PostgreSQL through the store and with plain JDBC.")
                        .with("loads", "1000x8,1000x1,1x64", "events per append x callers")
                        .with("slices", "6", "slices of a run")
                        .with("seconds", "4", "seconds of a slice")
                        .with("warm-up", "4", "seconds of warm-up per side and run")
                        .with("directory", "benchmarks/target/data/jdbc", "where files go")
                        .parse(args);
        new JdbcBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        TemporaryFiles.delete(directory);
        Report report = new Report("PostgreSQL", options, new Machine(directory));
        try (EmbeddedPostgres server = SharedServices.postgres(directory.resolve("postgres"))) {
            String url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
            report.fact("event", EventSource.eventBytes() + " bytes in canonical form, 2 tags");
            for (String load : options.texts("loads")) {
                String[] parts = load.split("x", -1);
                measure(url, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            }
        }
        report.table(rates);
        TemporaryFiles.delete(directory);
    }

    private void measure(String url, int batch, int callers)
            throws IOException, InterruptedException {
        AppendLoad load = new AppendLoad(batch, callers, random);
        String schema = "load_%d_%d".formatted(batch, callers);
        Map<String, AppendSide> sides = new LinkedHashMap<>();
        sides.put("plain", new PlainJdbcSide(made(url, schema + "_plain"), callers));
        sides.put("chronicle", new PostgresSide(made(url, schema + "_chronicle")));
        Map<String, SideRun> runs = new LinkedHashMap<>();
        for (String side : sides.keySet()) {
            runs.put(side, new SideRun());
            load.run(sides.get(side), Long.MAX_VALUE, options.seconds("warm-up"));
        }
        for (int slice = 0; slice < options.count("slices"); slice++) {
            for (Map.Entry<String, AppendSide> side : sides.entrySet()) {
                AppendLoad.Result result =
                        load.run(side.getValue(), Long.MAX_VALUE, options.seconds("seconds"));
                runs.getOrDefault(side.getKey(), new SideRun()).add(result);
                Report.progress(
                        "%d x %d, slice %d: %s %s events/s"
                                .formatted(
                                        batch,
                                        callers,
                                        slice + 1,
                                        side.getKey(),
                                        Figures.of(result.rate())));
            }
        }
        SideRun plain = runs.getOrDefault("plain", new SideRun());
        runs.forEach(
                (side, run) ->
                        rates.row(
                                Integer.toString(batch),
                                Integer.toString(callers),
                                side,
                                "%,d".formatted(run.events()),
                                Figures.of(run.rate()),
                                Figures.micros(run.latency(0.5)),
                                Figures.micros(run.latency(0.99)),
                                Figures.of(run.ratioTo(plain))));
        for (AppendSide side : sides.values()) {
            side.close();
        }
    }

    /** Options for a schema whose tables are there. */
    private static PostgresOptions made(String url, String schema) {
        PostgresOptions made = PostgresOptions.of(url).schema(schema);
        PostgresEventStore.open(made).close();
        return made;
    }
}

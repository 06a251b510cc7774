package dev.chronicle.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events the aggregator stores, over HTTP, with its log in PostgreSQL and its queue in
 * Redis: the load of seed 1, which gave 1,305 events/s in batches and 784 one by one.
 *
 * <p>PostgreSQL, Redis, the servers and the load share this machine. The loop is closed; an event
 * counts when its request is answered, so committed, synced and visible.
 */
public final class SharedBenchmark {

    private static final double DUPLICATES = 0.3;

    private final Options options;
    private final Path directory;
    private final SplittableRandom random = new SplittableRandom();
    private final AtomicLong numbers = new AtomicLong();
    private final Report.Table rates =
            new Report.Table(
                    "processes",
                    "batch",
                    "connections",
                    "events",
                    "events/s",
                    "÷ seed 1",
                    "p50 ms",
                    "p99 ms",
                    "errors",
                    "door cores",
                    "Redis cores",
                    "PostgreSQL cores",
                    "load cores");

    private SharedBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Publishes log events to servers on PostgreSQL and Redis.")
                        .with("modes", "all,api+worker", "processes of each run")
                        .with("loads", "1000x10,1x20,1x64", "events per request x connections")
                        .with("seconds", "8", "seconds of a load")
                        .with("warm-up", "6", "seconds before each, not counted")
                        .with("server", "server/target/chronicle.jar", "the program")
                        .with("directory", "benchmarks/target/data/shared", "where files go")
                        .parse(args);
        new SharedBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        TemporaryFiles.delete(directory);
        Report report = new Report("PostgreSQL and Redis", options, new Machine(directory));
        report.fact(
                "event",
                "%d bytes of JSON, an id of 36 characters, %d topics, %.0f %% duplicates from anywhere in what was sent"
                        .formatted(
                                PublishRequests.eventSize(),
                                PublishRequests.TOPICS,
                                DUPLICATES * 100));
        for (String mode : options.texts("modes")) {
            TemporaryFiles.delete(directory);
            numbers.set(0);
            Machine unused = new Machine(directory);
            try (SharedServices services = new SharedServices(directory)) {
                measure(mode, services, report);
            }
        }
        report.table(rates);
        TemporaryFiles.delete(directory);
    }

    private void measure(String mode, SharedServices services, Report report)
            throws IOException, InterruptedException {
        List<ServerUnderLoad> servers = new ArrayList<>();
        try {
            for (String part : mode.split("\\+", -1)) {
                servers.add(start(part, services));
            }
            ServerUnderLoad door = servers.getFirst();
            long accepted = 0;
            for (String load : options.texts("loads")) {
                String[] parts = load.split("x", -1);
                accepted +=
                        measure(
                                mode,
                                services,
                                door,
                                Integer.parseInt(parts[0]),
                                Integer.parseInt(parts[1]));
            }
            report.fact(
                    mode,
                    "%,d events accepted; stats: %s".formatted(accepted, text(door, "/stats")));
        } finally {
            servers.forEach(ServerUnderLoad::close);
        }
    }

    private ServerUnderLoad start(String mode, SharedServices services)
            throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(services.flags());
        flags.addAll(List.of("--mode", mode));
        return ServerUnderLoad.chronicle(options.path("server"), flags);
    }

    /** Returns how many events were accepted. */
    private long measure(
            String mode, SharedServices services, ServerUnderLoad door, int batch, int connections)
            throws IOException, InterruptedException {
        HttpLoad load =
                new HttpLoad(
                        door.port(),
                        connections,
                        () ->
                                new PublishRequests(
                                        door.port(), batch, DUPLICATES, numbers, random.split()));
        HttpLoad.Result warm = load.run(door.usage(), 0, options.seconds("warm-up"));
        double redis = services.redisSeconds();
        double postgres = services.postgresSeconds();
        HttpLoad.Result result = load.run(door.usage(), 0, options.seconds("seconds"));
        double rate = result.rate() * batch;
        rates.row(
                mode,
                "%,d".formatted(batch),
                Integer.toString(connections),
                "%,d".formatted(result.latencies().count() * batch),
                Figures.of(rate),
                Figures.of(rate / (batch == 1 ? 784 : 1305)),
                Figures.of(result.latencies().quantile(0.5) / 1e6),
                Figures.of(result.latencies().quantile(0.99) / 1e6),
                "%,d".formatted(warm.errors() + result.errors()),
                Figures.of(result.serverCores()),
                Figures.of((services.redisSeconds() - redis) / result.seconds()),
                Figures.of((services.postgresSeconds() - postgres) / result.seconds()),
                Figures.of(result.clientCores()));
        Report.progress(
                "%s, %d x %d: %s events/s".formatted(mode, batch, connections, Figures.of(rate)));
        return (warm.acknowledged() + result.acknowledged()) * batch;
    }

    private static String text(ServerUnderLoad server, String path)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
            return http.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}

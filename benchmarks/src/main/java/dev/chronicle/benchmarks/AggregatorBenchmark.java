package dev.chronicle.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How many events the aggregator stores, over HTTP, with duplicates among them: in batches, one by
 * one, while long lists are read, and again when much is stored; and how long its queries take
 * then.
 *
 * <p>The server runs in a process of its own with the options of the launcher, the load comes from
 * this one over the loopback interface, in a closed loop. An event counts when its request is
 * answered, so stored, synced and visible.
 */
public final class AggregatorBenchmark {

    private static final double DUPLICATES = 0.3;
    private static final int QUERIES = 200;

    private final Options options;
    private final Path directory;
    private final SplittableRandom random = new SplittableRandom();
    private final AtomicLong numbers = new AtomicLong();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Report.Table rates =
            new Report.Table(
                    "load",
                    "stored before",
                    "batch",
                    "connections",
                    "events",
                    "events/s",
                    "p50 ms",
                    "p99 ms",
                    "max ms",
                    "errors",
                    "server cores",
                    "client cores",
                    "server anonymous MiB");
    private final Report.Table queries =
            new Report.Table("GET", "answers", "p50 ms", "p99 ms", "max ms");

    private AggregatorBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Publishes log events, 30 % of them duplicates, and queries them.")
                        .with("events", "1M", "events of a measurement in batches")
                        .with("stored", "10M", "events that are stored before the last one")
                        .with("batch", "1000", "events in a request")
                        .with("connections", "8", "keep-alive connections for batches")
                        .with("singles", "64", "connections that publish events one by one")
                        .with("seconds", "10", "how long they do")
                        .with("warm-up", "300k", "events before all that")
                        .with("server", "server/target/chronicle.jar", "the program")
                        .with(
                                "directory",
                                "benchmarks/target/data/aggregator",
                                "where the log goes")
                        .parse(args);
        new AggregatorBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        TemporaryFiles.delete(directory);
        Report report = new Report("Aggregator", options, new Machine(directory));
        report.fact(
                "event",
                "%d bytes of JSON, an id of 36 characters, %d topics, %.0f %% duplicates from anywhere in what was sent"
                        .formatted(
                                PublishRequests.eventSize(),
                                PublishRequests.TOPICS,
                                DUPLICATES * 100));
        Path jar = options.path("server");
        try (ServerUnderLoad server = ServerUnderLoad.chronicle(jar, directory.resolve("log"))) {
            batches(server, options.number("warm-up"), 0);
            batches(server, options.number("events"), 0);
            report.fact("sent so far", "%,d different events".formatted(numbers.get()));
            row("batches", server, batches(server, options.number("events"), DUPLICATES));
            singles(server);
            row("batches beside lists", server, besideLists(server));
            while (numbers.get() < options.number("stored")) {
                batches(server, 500_000, 0);
                Report.progress("%,d different events sent".formatted(numbers.get()));
            }
            row("batches", server, batches(server, options.number("events"), DUPLICATES));
            report.table(rates);
            query(server, report);
            report.fact("stats", text(server, "/stats"));
            report.fact(
                    "server memory",
                    "%s MiB resident, %s of it anonymous"
                            .formatted(
                                    Figures.mebibytes(server.usage().residentBytes()),
                                    Figures.mebibytes(server.usage().anonymousBytes())));
        }
        if (Files.exists(directory)) {
            TemporaryFiles.delete(directory);
        }
    }

    private record Load(long storedBefore, int batch, int connections, HttpLoad.Result result) {}

    private Load batches(ServerUnderLoad server, long events, double duplicates)
            throws IOException, InterruptedException {
        int batch = options.count("batch");
        int connections = options.count("connections");
        server.usage().settle();
        long before = numbers.get();
        HttpLoad.Result result =
                new HttpLoad(server.port(), connections, publishing(server, batch, duplicates))
                        .send(server.usage(), events / batch);
        return new Load(before, batch, connections, result);
    }

    private Supplier<Requests> publishing(ServerUnderLoad server, int batch, double duplicates) {
        return () -> new PublishRequests(server.port(), batch, duplicates, numbers, random.split());
    }

    private void singles(ServerUnderLoad server) throws IOException, InterruptedException {
        int connections = options.count("singles");
        HttpLoad load = new HttpLoad(server.port(), connections, publishing(server, 1, DUPLICATES));
        load.run(server.usage(), 1, 5);
        server.usage().settle();
        long before = numbers.get();
        HttpLoad.Result result = load.run(server.usage(), 1, options.seconds("seconds"));
        row("singles", server, new Load(before, 1, connections, result));
    }

    /** The same while two readers list everything, over and over. */
    private Load besideLists(ServerUnderLoad server) throws IOException, InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong listed = new AtomicLong();
        Runnable reading =
                () -> {
                    byte[] buffer = new byte[1 << 16];
                    while (!enough.get()) {
                        try (InputStream list = open(server, "/aggregator/events")) {
                            int read = list.read(buffer);
                            while (read >= 0 && !enough.get()) {
                                listed.addAndGet(read);
                                read = list.read(buffer);
                            }
                        } catch (IOException e) {
                            Report.progress("a list broke off: " + e);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                };
        List<Thread> readers =
                List.of(Thread.ofPlatform().start(reading), Thread.ofPlatform().start(reading));
        Load load = batches(server, options.number("events"), DUPLICATES);
        enough.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        Report.progress("%,d bytes were listed meanwhile".formatted(listed.get()));
        return load;
    }

    private void row(String name, ServerUnderLoad server, Load load) throws IOException {
        HttpLoad.Result result = load.result();
        long requests = result.latencies().count();
        rates.row(
                name,
                "%,d".formatted(load.storedBefore()),
                "%,d".formatted(load.batch()),
                Integer.toString(load.connections()),
                "%,d".formatted(requests * load.batch()),
                Figures.of(result.rate() * load.batch()),
                Figures.of(result.latencies().quantile(0.5) / 1e6),
                Figures.of(result.latencies().quantile(0.99) / 1e6),
                Figures.of(result.latencies().max() / 1e6),
                "%,d".formatted(result.errors()),
                Figures.of(result.serverCores()),
                Figures.of(result.clientCores()),
                Figures.mebibytes(server.usage().anonymousBytes()));
        Report.progress(
                "%s: %s events/s".formatted(name, Figures.of(result.rate() * load.batch())));
    }

    private void query(ServerUnderLoad server, Report report)
            throws IOException, InterruptedException {
        String id = "?event_id=%s&limit=100";
        time(server, "/audit?event_id=…", () -> "/audit" + id.formatted(anyId()));
        time(server, "/audit?topic=…", () -> "/audit?topic=" + anyTopic());
        time(server, "/audit?action=DROPPED", () -> "/audit?action=DROPPED");
        time(server, "/audit?action=FAILED", () -> "/audit?action=FAILED");
        time(
                server,
                "/audit?action=DROPPED&topic=…&event_id=…",
                () -> "/audit?action=DROPPED&topic=%s&event_id=%s".formatted(anyTopic(), anyId()));
        Instant end = Instant.now();
        time(
                server,
                "/audit?from=…&to=…",
                () -> {
                    Instant from = end.minusMillis(random.nextLong(60_000));
                    return "/audit?from=%s&to=%s".formatted(from, from.plusMillis(500));
                });
        time(server, "/audit/summary", () -> "/audit/summary");
        time(server, "/stats", () -> "/stats");
        report.table(queries);
        list(server, report, "/events?topic=topic-00");
        list(server, report, "/aggregator/events");
    }

    private String anyId() {
        return PublishRequests.id(1 + random.nextLong(numbers.get()));
    }

    private String anyTopic() {
        return "topic-%02d".formatted(random.nextInt(PublishRequests.TOPICS));
    }

    private void time(ServerUnderLoad server, String name, Supplier<String> path)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < 2 * QUERIES; i++) {
            long start = System.nanoTime();
            text(server, path.get());
            if (i >= QUERIES) {
                latencies.record(System.nanoTime() - start);
            }
        }
        queries.row(
                name,
                Long.toString(latencies.count()),
                Figures.of(latencies.quantile(0.5) / 1e6),
                Figures.of(latencies.quantile(0.99) / 1e6),
                Figures.of(latencies.max() / 1e6));
    }

    /** A list to its end: the first byte, and all of them. */
    private void list(ServerUnderLoad server, Report report, String path)
            throws IOException, InterruptedException {
        server.usage().settle();
        long before = server.usage().anonymousBytes();
        long start = System.nanoTime();
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        long first = 0;
        try (InputStream list = open(server, path)) {
            for (int read = list.read(buffer); read >= 0; read = list.read(buffer)) {
                if (bytes == 0) {
                    first = System.nanoTime() - start;
                }
                bytes += read;
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        report.fact(
                "GET " + path,
                "%,d bytes in %.1f s, the first after %.1f ms; server anonymous memory %s MiB before, %s after"
                        .formatted(
                                bytes,
                                seconds,
                                first / 1e6,
                                Figures.mebibytes(before),
                                Figures.mebibytes(server.usage().anonymousBytes())));
    }

    private InputStream open(ServerUnderLoad server, String path)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request(server, path), HttpResponse.BodyHandlers.ofInputStream());
        require(response, path);
        return response.body();
    }

    private String text(ServerUnderLoad server, String path)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request(server, path), HttpResponse.BodyHandlers.ofString());
        require(response, path);
        return response.body();
    }

    private static HttpRequest request(ServerUnderLoad server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .build();
    }

    private static void require(HttpResponse<?> response, String path) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException(path + " was answered with " + response.statusCode());
        }
    }
}

package dev.chronicle.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many messages the channels deliver.
 *
 * <p>In this process: one publisher, ten subscribers, each on a thread of its own, beside an {@link
 * QueueFanOut array-blocking queue for each subscriber}; nobody loses a message, the publisher
 * waits where a queue is full. The sides run alternately in slices; counted is what subscribers
 * have received.
 *
 * <p>Over HTTP: the real server in a process of its own, a thousand connections that listen to one
 * topic, and one that publishes: at fixed rates, and as fast as everybody receives. Delay is from
 * just before a message is sent until it is received, by the clock of this process.
 */
public final class PubSubBenchmark {

    private static final String TOPIC = "/channels/events/bench";

    private final Options options;
    private final Path directory;

    private PubSubBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Fans messages out, in this process and over HTTP.")
                        .with("parts", "process,http", "what to measure")
                        .with("subscribers", "10", "in this process")
                        .with("capacity", "16384", "messages that may wait for each")
                        .with("slices", "10", "per side, in this process")
                        .with("seconds", "1", "length of a slice")
                        .with("clients", "1000", "connections that listen")
                        .with("rates", "5,20,50", "messages a second that are published to them")
                        .with("window", "8", "seconds at each rate")
                        .with("server", "server/target/chronicle.jar", "the program")
                        .with("directory", "benchmarks/target/data/pubsub", "where the log goes")
                        .parse(args);
        new PubSubBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        TemporaryFiles.delete(directory);
        Report report = new Report("Channels", options, new Machine(directory));
        if (options.texts("parts").contains("process")) {
            report.table(inProcess());
        }
        if (options.texts("parts").contains("http")) {
            report.table(overHttp(report));
        }
        TemporaryFiles.delete(directory);
    }

    private Report.Table inProcess() throws InterruptedException {
        int count = options.count("subscribers");
        int capacity = options.count("capacity");
        Map<String, Supplier<FanOut>> sides = new LinkedHashMap<>();
        sides.put("channels", () -> new ChannelFanOut(count, capacity));
        sides.put("queues, drainTo", () -> new QueueFanOut(count, capacity, true));
        sides.put("queues, take", () -> new QueueFanOut(count, capacity, false));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        // the first slice of each is its warm-up
        for (int slice = 0; slice <= options.count("slices"); slice++) {
            for (Map.Entry<String, Supplier<FanOut>> side : sides.entrySet()) {
                double rate = slice(side.getValue());
                Report.progress("%s: %s/s".formatted(side.getKey(), Figures.of(rate)));
                if (slice > 0) {
                    rates.computeIfAbsent(side.getKey(), _ -> new ArrayList<>()).add(rate);
                }
            }
        }
        Report.Table table =
                new Report.Table("side", "deliveries/s", "least", "most", "of queues, drainTo");
        double queues = median(rates.getOrDefault("queues, drainTo", List.of()));
        rates.forEach(
                (side, all) ->
                        table.row(
                                side,
                                Figures.of(median(all)),
                                Figures.of(all.stream().min(Double::compare).orElseThrow()),
                                Figures.of(all.stream().max(Double::compare).orElseThrow()),
                                Figures.of(median(all) / queues)));
        return table;
    }

    private double slice(Supplier<FanOut> side) throws InterruptedException {
        FanOut fanOut = side.get();
        try {
            long begun = System.nanoTime();
            long end = begun + (long) (options.seconds("seconds") * 1e9);
            long published = 0;
            while (System.nanoTime() < end) {
                for (int i = 0; i < 64; i++) {
                    fanOut.publish();
                }
                published += 64;
            }
            long all = published * options.count("subscribers");
            while (fanOut.received() < all) {
                Thread.onSpinWait();
            }
            return all / ((System.nanoTime() - begun) / 1e9);
        } finally {
            fanOut.stop();
        }
    }

    private static double median(List<Double> values) {
        return Figures.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private Report.Table overHttp(Report report) throws IOException, InterruptedException {
        int clients = options.count("clients");
        Report.Table table =
                new Report.Table(
                        "published",
                        "clients",
                        "messages/s",
                        "deliveries/s",
                        "p50 ms",
                        "p99 ms",
                        "max ms",
                        "lost",
                        "server cores");
        try (ServerUnderLoad server =
                        ServerUnderLoad.chronicle(
                                options.path("server"), directory.resolve("log"));
                SseClients listening = new SseClients(server.port(), TOPIC, clients);
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder post =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + TOPIC));
            Report.progress("warm-up");
            window(http, post, server, listening, 0);
            for (long rate : options.numbers("rates")) {
                table.row(window(http, post, server, listening, rate));
            }
            table.row(window(http, post, server, listening, 0));
            report.fact(
                    "server with %d clients".formatted(clients),
                    "%s MiB resident, %s of it anonymous"
                            .formatted(
                                    Figures.mebibytes(server.usage().residentBytes()),
                                    Figures.mebibytes(server.usage().anonymousBytes())));
        }
        return table;
    }

    /**
     * @param rate messages a second; 0 for the next when everybody has received the one before
     */
    private String[] window(
            HttpClient http,
            HttpRequest.Builder post,
            ServerUnderLoad server,
            SseClients listening,
            long rate)
            throws IOException, InterruptedException {
        int clients = options.count("clients");
        long before = listening.received();
        listening.delays();
        double cpuBefore = server.usage().cpuSeconds();
        long begun = System.nanoTime();
        long end = begun + (long) (options.seconds("window") * 1e9);
        long sent = 0;
        while (System.nanoTime() < end) {
            awaitTurn(rate, begun, sent, listening, before);
            String message = "{\"t\":" + System.nanoTime() + "}";
            int status =
                    http.send(
                                    post.POST(BodyPublishers.ofString(message)).build(),
                                    BodyHandlers.discarding())
                            .statusCode();
            if (status != 202) {
                throw new IOException("not accepted: " + status);
            }
            sent++;
        }
        long all = sent * clients;
        long patience = System.nanoTime() + 5_000_000_000L;
        while (listening.received() - before < all && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cores = (server.usage().cpuSeconds() - cpuBefore) / seconds;
        long received = listening.received() - before;
        Latencies delays = listening.delays();
        return new String[] {
            rate == 0 ? "when all have the one before" : rate + " a second",
            Integer.toString(clients),
            Figures.of(sent / seconds),
            Figures.of(received / seconds),
            Figures.of(delays.quantile(0.5) / 1e6),
            Figures.of(delays.quantile(0.99) / 1e6),
            Figures.of(delays.max() / 1e6),
            "%,d".formatted(all - received),
            Figures.of(cores)
        };
    }

    private void awaitTurn(long rate, long begun, long sent, SseClients listening, long before)
            throws InterruptedException {
        if (rate > 0) {
            long due = begun + sent * 1_000_000_000L / rate;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
        } else {
            while (listening.received() - before < sent * options.count("clients")) {
                Thread.sleep(0, 100_000);
            }
        }
    }
}

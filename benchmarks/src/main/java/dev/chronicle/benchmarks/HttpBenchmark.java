package dev.chronicle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How many audit events the server accepts over HTTP, each in a request of its own: the real server
 * beside the same HTTP code without a store ({@link StorelessServer}).
 *
 * <p>Both servers run all the time, each in a process of its own with the options of the launcher;
 * {@link HttpLoad} sends from a third, on the loopback interface, to one server at a time: A B A B,
 * after all three were idle. Every event has an id of its own. Latency is from the last byte sent
 * to the whole answer received. Rates are medians over the rounds; latencies are of all rounds.
 * Client and servers share the machine: what the client takes stands in the table.
 */
public final class HttpBenchmark {

    private final Options options;
    private final Path directory;
    private final SplittableRandom random = new SplittableRandom();
    private final Report.Table rates =
            new Report.Table(
                    "side",
                    "connections",
                    "requests/s",
                    "p50 µs",
                    "p90 µs",
                    "p99 µs",
                    "max µs",
                    "errors",
                    "server CPU µs each",
                    "server cores",
                    "client cores");
    private final Report.Table ratios =
            new Report.Table("connections", "Chronicle requests/s", "without store", "ratio");
    private final Map<String, Long> acknowledged = new LinkedHashMap<>();

    private HttpBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Posts audit events to the server, with and without its store.")
                        .with("connections", "1,16,64,256", "keep-alive connections at once")
                        .with("rounds", "3", "windows per side and number of connections")
                        .with("seconds", "10", "length of a window")
                        .with("ramp", "1", "seconds before a window that do not count")
                        .with("warm-up", "15", "seconds of warm-up per server")
                        .with("server", "server/target/chronicle.jar", "the program")
                        .with("directory", "benchmarks/target/data/http", "where the log goes")
                        .parse(args);
        new HttpBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        Path jar = options.path("server");
        if (!Files.exists(jar)) {
            throw new IOException("there is no " + jar);
        }
        TemporaryFiles.delete(directory);
        Report report = new Report("HTTP", options, new Machine(directory));
        try (ServerUnderLoad chronicle = ServerUnderLoad.chronicle(jar, directory.resolve("log"));
                ServerUnderLoad withoutStore = ServerUnderLoad.withoutStore(jar)) {
            report.fact("durability", chronicle.durability());
            Map<String, ServerUnderLoad> servers = new LinkedHashMap<>();
            servers.put("chronicle", chronicle);
            servers.put("without store", withoutStore);
            for (Map.Entry<String, ServerUnderLoad> server : servers.entrySet()) {
                Report.progress("warm-up of " + server.getKey());
                window(server.getKey(), server.getValue(), 64, options.seconds("warm-up"));
            }
            for (long connections : options.numbers("connections")) {
                measure(servers, Math.toIntExact(connections));
            }
            report.table(rates);
            report.table(ratios);
            for (Map.Entry<String, ServerUnderLoad> server : servers.entrySet()) {
                report.fact(
                        server.getKey(),
                        "%,d requests accepted, %,d events in the store, %s MiB resident, %s of it anonymous"
                                .formatted(
                                        acknowledged.getOrDefault(server.getKey(), 0L),
                                        server.getValue().events(),
                                        Figures.mebibytes(
                                                server.getValue().usage().residentBytes()),
                                        Figures.mebibytes(
                                                server.getValue().usage().anonymousBytes())));
            }
        }
        TemporaryFiles.delete(directory);
    }

    private void measure(Map<String, ServerUnderLoad> servers, int connections)
            throws IOException, InterruptedException {
        Map<String, List<HttpLoad.Result>> windows = new LinkedHashMap<>();
        for (int round = 0; round < options.count("rounds"); round++) {
            for (Map.Entry<String, ServerUnderLoad> server : servers.entrySet()) {
                settle(servers);
                HttpLoad.Result result =
                        window(
                                server.getKey(),
                                server.getValue(),
                                connections,
                                options.seconds("seconds"));
                windows.computeIfAbsent(server.getKey(), _ -> new ArrayList<>()).add(result);
                Report.progress(
                        "%d connections, round %d: %s %s requests/s"
                                .formatted(
                                        connections,
                                        round + 1,
                                        server.getKey(),
                                        Figures.of(result.rate())));
            }
        }
        windows.forEach((side, results) -> rates.row(cells(side, connections, results)));
        double chronicle = medianRate(windows.getOrDefault("chronicle", List.of()));
        double without = medianRate(windows.getOrDefault("without store", List.of()));
        ratios.row(
                Integer.toString(connections),
                Figures.of(chronicle),
                Figures.of(without),
                Figures.of(chronicle / without));
    }

    private static void settle(Map<String, ServerUnderLoad> servers)
            throws IOException, InterruptedException {
        for (ServerUnderLoad server : servers.values()) {
            server.usage().settle();
        }
        ProcessUsage.ofThis().settle();
    }

    private HttpLoad.Result window(
            String side, ServerUnderLoad server, int connections, double seconds)
            throws IOException {
        HttpLoad load =
                new HttpLoad(
                        server.port(),
                        connections,
                        () -> new AuditRequests(server.port(), random.split()));
        HttpLoad.Result result = load.run(server.usage(), options.seconds("ramp"), seconds);
        acknowledged.merge(side, result.acknowledged(), Long::sum);
        return result;
    }

    private static double medianRate(List<HttpLoad.Result> windows) {
        return Figures.median(windows.stream().mapToDouble(HttpLoad.Result::rate).toArray());
    }

    private static String[] cells(String side, int connections, List<HttpLoad.Result> windows) {
        Latencies latencies = new Latencies();
        long errors = 0;
        double cpuSeconds = 0;
        for (HttpLoad.Result window : windows) {
            latencies.add(window.latencies());
            errors += window.errors();
            cpuSeconds += window.serverCores() * window.seconds();
        }
        return new String[] {
            side,
            Integer.toString(connections),
            Figures.of(medianRate(windows)),
            Figures.micros(latencies.quantile(0.5)),
            Figures.micros(latencies.quantile(0.9)),
            Figures.micros(latencies.quantile(0.99)),
            Figures.micros(latencies.max()),
            "%,d".formatted(errors),
            Figures.micros(cpuSeconds / latencies.count() * 1e9),
            Figures.of(
                    Figures.median(
                            windows.stream().mapToDouble(HttpLoad.Result::serverCores).toArray())),
            Figures.of(
                    Figures.median(
                            windows.stream().mapToDouble(HttpLoad.Result::clientCores).toArray())),
        };
    }
}

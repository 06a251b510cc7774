package dev.chronicle.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast commands are executed by one node and by several on one PostgreSQL, all on this machine
 * ({@link ClusterCommandNode}): each on the node of its aggregate, or each where it is given, where
 * nodes meet on the same aggregates.
 */
public final class ClusterBenchmark {

    private static final Pattern RESULT = Pattern.compile("result (\\d+) (\\d+) (\\d+) (\\d+)");

    private final Options options;
    private final Path directory;
    private final Report.Table table =
            new Report.Table(
                    "nodes",
                    "executed",
                    "aggregates",
                    "callers of all",
                    "commands",
                    "commands/s",
                    "p50 µs",
                    "p99 µs",
                    "decisions each");

    private ClusterBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Executes commands on nodes that share a PostgreSQL.")
                        .with("nodes", "1,3", "how many nodes")
                        .with("modes", "routed,apart", "on the aggregate's node, or where given")
                        .with("aggregates", "1000,20", "how many there are")
                        .with("callers", "48", "callers of all nodes together")
                        .with("seconds", "8", "seconds of a run")
                        .with("warm-up", "6", "seconds of warm-up of each run")
                        .with("directory", "benchmarks/target/data/cluster", "where files go")
                        .parse(args);
        new ClusterBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        TemporaryFiles.delete(directory);
        Report report = new Report("Commands on several nodes", options, new Machine(directory));
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("postgres"))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("shared_buffers", "256MB")
                        .start()) {
            String url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
            for (long aggregates : options.numbers("aggregates")) {
                for (long nodes : options.numbers("nodes")) {
                    for (String mode : options.texts("modes")) {
                        measure(url, (int) nodes, mode, aggregates);
                    }
                }
            }
        }
        report.table(table);
        TemporaryFiles.delete(directory);
    }

    private void measure(String url, int nodes, String mode, long aggregates)
            throws IOException, InterruptedException {
        String run = "run_%d_%s_%d".formatted(nodes, mode, aggregates);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            addresses.add("n%d=127.0.0.1:%d".formatted(i, freePort()));
        }
        List<JavaProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < nodes; i++) {
                processes.add(
                        JavaProcess.start(
                                RESULT,
                                List.of(
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        ClusterCommandNode.class.getName(),
                                        "n" + i,
                                        String.join(",", addresses),
                                        directory.resolve(run).resolve("n" + i).toString(),
                                        url,
                                        run,
                                        Integer.toString(options.count("callers") / nodes),
                                        Long.toString(aggregates),
                                        options.text("warm-up"),
                                        options.text("seconds"),
                                        mode)));
            }
            report(nodes, mode, aggregates, processes);
        } finally {
            for (JavaProcess process : processes) {
                process.kill();
            }
        }
    }

    private void report(int nodes, String mode, long aggregates, List<JavaProcess> processes)
            throws IOException, InterruptedException {
        long commands = 0;
        double decisions = 0;
        double[] medians = new double[nodes];
        double worst = 0;
        for (int i = 0; i < nodes; i++) {
            Matcher result = processes.get(i).awaitReady();
            commands += Long.parseLong(result.group(1));
            medians[i] = Double.parseDouble(result.group(2));
            worst = Math.max(worst, Double.parseDouble(result.group(3)));
            decisions += Double.parseDouble(result.group(4));
        }
        double rate = commands / options.seconds("seconds");
        table.row(
                Integer.toString(nodes),
                mode,
                "%,d".formatted(aggregates),
                options.text("callers"),
                "%,d".formatted(commands),
                Figures.of(rate),
                Figures.micros(Figures.median(medians)),
                Figures.micros(worst),
                Figures.of(decisions / commands));
        Report.progress(
                "%d nodes, %s, %d aggregates: %s commands/s"
                        .formatted(nodes, mode, aggregates, Figures.of(rate)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

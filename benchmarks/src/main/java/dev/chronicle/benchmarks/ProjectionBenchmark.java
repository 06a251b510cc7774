package dev.chronicle.benchmarks;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.store.segment.SegmentCheckpointStore;
import dev.chronicle.store.segment.SegmentEventStore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How fast a projection works through a log, beside a loop that reads it, and how long after a
 * commit it has dealt with an event.
 *
 * <p>The log is built once, by the code that {@link AppendBenchmark} measures, and kept. The sides
 * take turns: a plain read on a thread of the platform and on a virtual one, as projections use; a
 * projection that counts, with its checkpoints beside the log; state that keeps its own position in
 * memory; and four counting projections at once. For the latency one caller appends one event after
 * the other to a fresh log.
 */
public final class ProjectionBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Options options;
    private final Path data;

    private ProjectionBenchmark(Options options) {
        this.options = options;
        data = options.path("data");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Catches up with a log, and follows one that is written.")
                        .with("events", "5M", "size of the log")
                        .with("rounds", "5", "how often each side reads it, for a median")
                        .with("appends", "20k", "events written one by one, for the latency")
                        .with("data", "benchmarks/target/data/projection", "where the logs are")
                        .parse(args);
        new ProjectionBenchmark(options).run();
    }

    private interface Side {
        void readAll() throws Exception;
    }

    private void run() throws Exception {
        Report report = new Report("Projection", options, new Machine(data));
        Path log = BuiltLog.of(data, options.number("events"));
        catchUp(report, log);
        Path fresh = data.resolve("fresh");
        follow(report, fresh);
        TemporaryFiles.delete(fresh);
    }

    private void catchUp(Report report, Path log) throws Exception {
        try (SegmentEventStore store = SegmentEventStore.open(log);
                SegmentCheckpointStore checkpoints = SegmentCheckpointStore.open(log)) {
            Map<String, Side> sides = new LinkedHashMap<>();
            sides.put("plain read", () -> read(store));
            sides.put("plain read, virtual thread", () -> readVirtually(store));
            sides.put("projection, handler and checkpoint", () -> project(store, checkpoints, 1));
            sides.put("projection, state with position", () -> projectState(store, checkpoints));
            sides.put("4 projections at once, each", () -> project(store, checkpoints, 4));
            int rounds = options.count("rounds");
            Map<String, double[]> rates = new LinkedHashMap<>();
            sides.keySet().forEach(side -> rates.put(side, new double[rounds]));
            for (int round = -1; round < rounds; round++) {
                Report.progress(round < 0 ? "warm-up" : "round " + (round + 1));
                for (Map.Entry<String, Side> side : sides.entrySet()) {
                    long start = System.nanoTime();
                    side.getValue().readAll();
                    if (round >= 0) {
                        double seconds = (System.nanoTime() - start) / 1e9;
                        into(rates, side.getKey())[round] = store.head().value() / seconds;
                    }
                }
            }
            report(report, rates);
        }
    }

    private static double[] into(Map<String, double[]> rates, String side) {
        return Objects.requireNonNull(rates.get(side), side);
    }

    private static void report(Report report, Map<String, double[]> rates) {
        Report.Table table = new Report.Table("catching up", "events/s", "of a plain read");
        double[] plain = into(rates, "plain read");
        rates.forEach(
                (side, rate) -> {
                    double[] ratios = new double[rate.length];
                    for (int i = 0; i < ratios.length; i++) {
                        ratios[i] = rate[i] / plain[i];
                    }
                    table.row(
                            side,
                            Figures.of(Figures.median(rate)),
                            Figures.of(Figures.median(ratios)));
                });
        report.table(table);
    }

    private static void read(SegmentEventStore store) {
        try (Stream<Event> events = store.read(Query.all(), Position.START)) {
            requireAll(store, events.mapToLong(it -> it.sequence() > 0 ? 1 : 0).sum());
        }
    }

    private static void requireAll(SegmentEventStore store, long count) {
        if (count != store.head().value()) {
            throw new IllegalStateException("not all events were read: " + count);
        }
    }

    private static void readVirtually(SegmentEventStore store) throws InterruptedException {
        Thread reader = Thread.startVirtualThread(() -> read(store));
        reader.join();
    }

    private static void project(
            SegmentEventStore store, SegmentCheckpointStore checkpoints, int count)
            throws InterruptedException {
        LongAdder handled = new LongAdder();
        try (Projections projections = new Projections(store, checkpoints)) {
            List<RunningProjection> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "counting-" + i;
                checkpoints.delete(name);
                running.add(
                        projections.start(
                                Projection.of(name, Query.all(), _ -> handled.increment())));
            }
            for (RunningProjection projection : running) {
                await(projection, store.head());
            }
        }
        requireAll(store, handled.sum() / count);
    }

    private static void projectState(SegmentEventStore store, SegmentCheckpointStore checkpoints)
            throws InterruptedException {
        CountingState state = new CountingState();
        try (Projections projections = new Projections(store, checkpoints)) {
            await(projections.start(Projection.into("state", Query.all(), state)), store.head());
        }
        requireAll(store, state.count());
    }

    private static void await(RunningProjection projection, Position position)
            throws InterruptedException {
        if (!projection.awaitPosition(position, PATIENCE)) {
            throw new IllegalStateException("the projection stands still: " + projection.status());
        }
    }

    /** Appends one by one; the projection says when it had each. */
    private void follow(Report report, Path fresh) throws Exception {
        TemporaryFiles.delete(fresh);
        int appends = options.count("appends");
        Report.progress("following " + appends + " appends");
        Latencies acknowledged = new Latencies();
        Latencies handled = new Latencies();
        Latencies behind = new Latencies();
        try (SegmentEventStore store = SegmentEventStore.open(fresh);
                SegmentCheckpointStore checkpoints = SegmentCheckpointStore.open(fresh);
                Projections projections = new Projections(store, checkpoints)) {
            EventSource source = new EventSource(new SplittableRandom(1));
            Handled last = new Handled();
            projections.start(Projection.of("following", Query.all(), last::handle));
            for (int i = -appends / 10; i < appends; i++) {
                CompletableFuture<Long> next = last.expect();
                long offered = System.nanoTime();
                store.append(source.next(1)).join();
                long answered = System.nanoTime();
                long had = next.join();
                if (i >= 0) {
                    acknowledged.record(answered - offered);
                    handled.record(had - offered);
                    behind.record(Math.max(0, had - answered));
                }
            }
        }
        Report.Table table = new Report.Table("one event at a time, µs", "p50", "p99", "p99.9");
        row(table, "offered to acknowledged", acknowledged);
        row(table, "offered to dealt with", handled);
        row(table, "acknowledged to dealt with", behind);
        report.table(table);
    }

    private static void row(Report.Table table, String name, Latencies latencies) {
        table.row(
                name,
                Figures.micros(latencies.quantile(0.5)),
                Figures.micros(latencies.quantile(0.99)),
                Figures.micros(latencies.quantile(0.999)));
    }

    /** When the next event was handled. */
    private static final class Handled {

        private volatile CompletableFuture<Long> next = new CompletableFuture<>();

        CompletableFuture<Long> expect() {
            CompletableFuture<Long> fresh = new CompletableFuture<>();
            next = fresh;
            return fresh;
        }

        void handle(Event event) {
            if (event.sequence() > 0) {
                next.complete(System.nanoTime());
            }
        }
    }
}

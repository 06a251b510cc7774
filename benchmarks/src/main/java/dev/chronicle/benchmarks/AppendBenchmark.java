package dev.chronicle.benchmarks;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * How fast events are appended: the segment store beside its ceiling, a log without an index
 * ({@link CeilingSide}), and beside SQLite ({@link SqliteSide}).
 *
 * <p>Every pair of batch size and number of callers is one run on fresh directories of one file
 * system, cut into slices. In each slice every side appends its share to what it holds already, one
 * side after the other, so that all sides meet the same machine. A slice ends with its events or
 * its time. After each the process is left alone until it is idle, so that no side pays for
 * another's background work; that wait is reported, and a second rate that counts it. Events come
 * from the same {@link EventSource} for all sides. An append returns when it is synced; its latency
 * is what one of the callers waits, who each offer the next batch when the last is answered.
 */
public final class AppendBenchmark {

    private final Options options;
    private final Path directory;
    private final SplittableRandom random = new SplittableRandom();
    private final ProcessUsage usage = ProcessUsage.ofThis();
    private final Report.Table rates =
            new Report.Table(
                    "side",
                    "batch",
                    "callers",
                    "events",
                    "events/s",
                    "MB/s",
                    "with settling",
                    "events/sync",
                    "p50 µs",
                    "p99 µs",
                    "first slice/s",
                    "last slice/s");
    private final Report.Table ratios =
            new Report.Table(
                    "batch",
                    "callers",
                    "Chronicle events/s",
                    "÷ ceiling",
                    "÷ SQLite",
                    "RSS MiB",
                    "anonymous MiB",
                    "heap MiB");

    private AppendBenchmark(Options options) {
        this.options = options;
        directory = options.path("directory");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Appends events to Chronicle, to its ceiling and to SQLite.")
                        .with("events", "10M", "the most events per side and run")
                        .with("slices", "10", "slices of a run")
                        .with("seconds", "2", "the most seconds of a slice of small batches")
                        .with("small", "10", "the largest batch that counts as small")
                        .with("sqlite-seconds", "2", "the most seconds of a slice of SQLite")
                        .with("batches", "1,10,1000", "events per append")
                        .with("callers", "1,16,64", "callers at once")
                        .with("sides", "chronicle,ceiling,sqlite", "what is measured")
                        .with("warm-up", "5", "seconds of warm-up per side")
                        .with("directory", "benchmarks/target/data/append", "where files go")
                        .parse(args);
        new AppendBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        Report report = new Report("Append", options, new Machine(directory));
        report.fact("event", EventSource.eventBytes() + " bytes in canonical form, 5 index keys");
        double making = EventSource.nanosPerEvent();
        report.fact(
                "making an event",
                "%s ns of one thread, so at most %s events/s"
                        .formatted(Figures.of(making), Figures.of(1e9 / making)));
        warmUp();
        for (long batch : options.numbers("batches")) {
            for (long callers : options.numbers("callers")) {
                measure(Math.toIntExact(batch), Math.toIntExact(callers));
            }
        }
        report.table(rates);
        report.table(ratios);
        TemporaryFiles.delete(directory);
    }

    private void warmUp() throws IOException, InterruptedException {
        double half = options.seconds("warm-up") / 2;
        Map<String, AppendSide> sides = open("warm-up");
        for (Map.Entry<String, AppendSide> side : sides.entrySet()) {
            Report.progress("warm-up of " + side.getKey());
            new AppendLoad(1, 16, random).run(side.getValue(), Long.MAX_VALUE, half);
            new AppendLoad(100, 16, random).run(side.getValue(), Long.MAX_VALUE, half);
        }
        close(sides);
    }

    private void measure(int batch, int callers) throws IOException, InterruptedException {
        AppendLoad load = new AppendLoad(batch, callers, random);
        Map<String, AppendSide> sides = open(batch + "x" + callers);
        Map<String, Run> runs =
                sides.keySet().stream()
                        .collect(
                                toMap(
                                        Function.identity(),
                                        _ -> new Run(),
                                        (a, _) -> a,
                                        LinkedHashMap::new));
        for (int slice = 0; slice < options.count("slices"); slice++) {
            for (Map.Entry<String, AppendSide> side : sides.entrySet()) {
                usage.settle();
                AppendLoad.Result result =
                        load.run(
                                side.getValue(),
                                options.number("events") / options.count("slices"),
                                longest(side.getKey(), batch));
                runs.getOrDefault(side.getKey(), new Run()).add(result, usage.settle());
                Report.progress(
                        "batch %d, %d callers, slice %d: %s %s events/s"
                                .formatted(
                                        batch,
                                        callers,
                                        slice + 1,
                                        side.getKey(),
                                        Figures.of(result.rate())));
            }
        }
        runs.forEach((side, run) -> rates.row(run.cells(side, batch, callers)));
        Run chronicle = runs.getOrDefault("chronicle", new Run());
        ratios.row(
                Integer.toString(batch),
                Integer.toString(callers),
                Figures.of(chronicle.rate()),
                Figures.of(chronicle.ratioTo(runs.getOrDefault("ceiling", new Run()))),
                Figures.of(chronicle.ratioTo(runs.getOrDefault("sqlite", new Run()))),
                Figures.mebibytes(usage.residentBytes()),
                Figures.mebibytes(usage.anonymousBytes()),
                Figures.mebibytes(ProcessUsage.liveHeapBytes()));
        close(sides);
    }

    private double longest(String side, int batch) {
        if (side.equals("sqlite")) {
            return options.seconds("sqlite-seconds");
        }
        return batch <= options.number("small") ? options.seconds("seconds") : 3600;
    }

    private Map<String, AppendSide> open(String name) throws IOException {
        TemporaryFiles.delete(directory);
        Map<String, AppendSide> sides = new LinkedHashMap<>();
        for (String side : options.texts("sides")) {
            Path folder = directory.resolve(name).resolve(side);
            sides.put(
                    side,
                    switch (side) {
                        case "chronicle" -> new ChronicleSide(folder);
                        case "ceiling" -> new CeilingSide(folder);
                        case "sqlite" -> new SqliteSide(folder);
                        default -> throw new IllegalArgumentException("no such side: " + side);
                    });
        }
        return sides;
    }

    private static void close(Map<String, AppendSide> sides) throws IOException {
        for (AppendSide side : sides.values()) {
            side.close();
        }
    }

    /** The slices of one side. */
    private static final class Run {

        private final List<AppendLoad.Result> slices = new ArrayList<>();
        private final Latencies latencies = new Latencies();
        private double settling;

        void add(AppendLoad.Result slice, double settled) {
            slices.add(slice);
            latencies.add(slice.latencies());
            settling += settled;
        }

        private long events() {
            return slices.stream().mapToLong(AppendLoad.Result::events).sum();
        }

        private double seconds() {
            return slices.stream().mapToDouble(AppendLoad.Result::seconds).sum();
        }

        double rate() {
            return slices.isEmpty() ? Double.NaN : events() / seconds();
        }

        /** The median over the slices. */
        double ratioTo(Run other) {
            double[] ratios = new double[Math.min(slices.size(), other.slices.size())];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = slices.get(i).rate() / other.slices.get(i).rate();
            }
            return Figures.median(ratios);
        }

        String[] cells(String side, int batch, int callers) {
            long syncs = slices.stream().mapToLong(AppendLoad.Result::syncs).sum();
            return new String[] {
                side,
                Integer.toString(batch),
                Integer.toString(callers),
                "%,d".formatted(events()),
                Figures.of(rate()),
                Figures.of(rate() * EventSource.eventBytes() / 1e6),
                Figures.of(events() / (seconds() + settling)),
                Figures.of((double) events() / Math.max(1, syncs)),
                Figures.micros(latencies.quantile(0.5)),
                Figures.micros(latencies.quantile(0.99)),
                Figures.of(slices.getFirst().rate()),
                Figures.of(slices.getLast().rate()),
            };
        }
    }
}

package dev.chronicle.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named figures of several logs, side by side, in the order they were measured. One thread. */
final class ReadFigures {

    private final Map<String, Map<Long, Double>> values = new LinkedHashMap<>();

    void put(long events, String name, double value) {
        values.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(events, value);
    }

    /** The median and the 99th percentile, in microseconds. */
    void put(long events, String name, Latencies latencies) {
        put(events, name + ", p50 µs", latencies.quantile(0.5) / 1e3);
        put(events, name + ", p99 µs", latencies.quantile(0.99) / 1e3);
    }

    /** One column per log, and the last divided by the first. */
    Report.Table table(List<Long> sizes) {
        String[] header = new String[sizes.size() + 2];
        header[0] = "events in the log";
        for (int i = 0; i < sizes.size(); i++) {
            header[i + 1] = "%,d".formatted(sizes.get(i));
        }
        header[sizes.size() + 1] = "last ÷ first";
        Report.Table table = new Report.Table(header);
        values.forEach((name, bySize) -> table.row(cells(name, sizes, bySize)));
        return table;
    }

    private static String[] cells(String name, List<Long> sizes, Map<Long, Double> bySize) {
        String[] cells = new String[sizes.size() + 2];
        cells[0] = name;
        for (int i = 0; i < sizes.size(); i++) {
            cells[i + 1] = Figures.of(bySize.getOrDefault(sizes.get(i), Double.NaN));
        }
        double first = bySize.getOrDefault(sizes.getFirst(), Double.NaN);
        double last = bySize.getOrDefault(sizes.getLast(), Double.NaN);
        cells[sizes.size() + 1] = Figures.of(last / first);
        return cells;
    }
}

package dev.chronicle.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The slices of one side of a comparison. One thread. */
final class SideRun {

    private final List<AppendLoad.Result> slices = new ArrayList<>();
    private final Latencies latencies = new Latencies();

    void add(AppendLoad.Result slice) {
        slices.add(slice);
        latencies.add(slice.latencies());
    }

    long events() {
        return slices.stream().mapToLong(AppendLoad.Result::events).sum();
    }

    double rate() {
        return events() / slices.stream().mapToDouble(AppendLoad.Result::seconds).sum();
    }

    /** In nanoseconds. */
    double latency(double quantile) {
        return latencies.quantile(quantile);
    }

    /** The median over the slices. */
    double ratioTo(SideRun other) {
        double[] ratios = new double[Math.min(slices.size(), other.slices.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = slices.get(i).rate() / other.slices.get(i).rate();
        }
        return Figures.median(ratios);
    }
}

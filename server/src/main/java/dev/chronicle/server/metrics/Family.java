package dev.chronicle.server.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.List;

/** One metric as it is read: a name, what it means, and a value for each set of labels. */
final class Family {

    private Family() {}

    /** Something that only grows; its name gets {@code _total}. */
    static Counter counter(String name, String help) {
        return new Counter(CounterSnapshot.builder().name(name).help(help));
    }

    /** Something that goes up and down. */
    static Gauge gauge(String name, String help) {
        return new Gauge(GaugeSnapshot.builder().name(name).help(help));
    }

    /**
     * Values by size.
     *
     * @param bounds the upper bounds of the buckets
     * @param counts how many fell into each bucket alone, and into the one behind the last bound
     */
    static MetricSnapshot histogram(
            String name, String help, List<Double> bounds, List<Long> counts, double sum) {
        List<Double> all = new ArrayList<>(bounds);
        all.add(Double.POSITIVE_INFINITY);
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                        HistogramSnapshot.HistogramDataPointSnapshot.builder()
                                .classicHistogramBuckets(ClassicHistogramBuckets.of(all, counts))
                                .sum(sum)
                                .build())
                .build();
    }

    /** A counter while it is put together. */
    static final class Counter {

        private final CounterSnapshot.Builder family;

        private Counter(CounterSnapshot.Builder family) {
            this.family = family;
        }

        /**
         * @param labels a name, its value, and so on
         */
        Counter with(double value, String... labels) {
            family.dataPoint(
                    CounterSnapshot.CounterDataPointSnapshot.builder()
                            .value(value)
                            .labels(Labels.of(labels))
                            .build());
            return this;
        }

        MetricSnapshot build() {
            return family.build();
        }
    }

    /** A gauge while it is put together. */
    static final class Gauge {

        private final GaugeSnapshot.Builder family;

        private Gauge(GaugeSnapshot.Builder family) {
            this.family = family;
        }

        /**
         * @param labels a name, its value, and so on
         */
        Gauge with(double value, String... labels) {
            family.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .value(value)
                            .labels(Labels.of(labels))
                            .build());
            return this;
        }

        MetricSnapshot build() {
            return family.build();
        }
    }
}

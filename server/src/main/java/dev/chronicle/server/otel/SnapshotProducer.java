package dev.chronicle.server.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The metrics of {@code /metrics} for OTLP, read at the same moment and under the same names (a
 * counter without its {@code _total}), cumulative since the process was started. Threads may share
 * it.
 */
final class SnapshotProducer implements MetricProducer {

    private final InstrumentationScopeInfo scope;
    private final long started =
            TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getStartTime());
    private volatile Supplier<List<MetricSnapshot>> source = List::of;

    SnapshotProducer(String scope) {
        this.scope = InstrumentationScopeInfo.create(scope);
    }

    void read(Supplier<List<MetricSnapshot>> source) {
        this.source = source;
    }

    @Override
    public Collection<MetricData> produce(Resource resource) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        List<MetricData> all = new ArrayList<>();
        for (MetricSnapshot each : source.get()) {
            switch (each) {
                case CounterSnapshot counter ->
                        all.add(
                                metric(
                                        resource,
                                        each,
                                        MetricDataType.DOUBLE_SUM,
                                        of(counter, now)));
                case GaugeSnapshot gauge ->
                        all.add(
                                metric(
                                        resource,
                                        each,
                                        MetricDataType.DOUBLE_GAUGE,
                                        of(gauge, now)));
                case HistogramSnapshot histogram ->
                        all.add(
                                metric(
                                        resource,
                                        each,
                                        MetricDataType.HISTOGRAM,
                                        of(histogram, now)));
                // what the build is stands in the resource
                default -> {}
            }
        }
        return all;
    }

    private MetricData metric(
            Resource resource, MetricSnapshot snapshot, MetricDataType type, Data<?> data) {
        String help = snapshot.getMetadata().getHelp();
        return new ReadMetric(
                resource,
                scope,
                snapshot.getMetadata().getName(),
                help == null ? "" : help,
                type,
                data);
    }

    private SumData<DoublePointData> of(CounterSnapshot counter, long now) {
        return SumData.createDoubleSumData(
                true,
                AggregationTemporality.CUMULATIVE,
                counter.getDataPoints().stream()
                        .map(it -> point(it.getLabels(), it.getValue(), now))
                        .toList());
    }

    private GaugeData<DoublePointData> of(GaugeSnapshot gauge, long now) {
        return GaugeData.createDoubleGaugeData(
                gauge.getDataPoints().stream()
                        .map(it -> point(it.getLabels(), it.getValue(), now))
                        .toList());
    }

    private DoublePointData point(Labels labels, double value, long now) {
        return DoublePointData.create(started, now, attributes(labels), value, List.of());
    }

    private HistogramData of(HistogramSnapshot histogram, long now) {
        return HistogramData.create(
                AggregationTemporality.CUMULATIVE,
                histogram.getDataPoints().stream().map(it -> point(it, now)).toList());
    }

    private HistogramPointData point(
            HistogramSnapshot.HistogramDataPointSnapshot histogram, long now) {
        ClassicHistogramBuckets buckets = histogram.getClassicBuckets();
        List<Double> bounds = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            counts.add(buckets.getCount(i));
            if (i < buckets.size() - 1) {
                bounds.add(buckets.getUpperBound(i));
            }
        }
        return HistogramPointData.create(
                started,
                now,
                attributes(histogram.getLabels()),
                histogram.getSum(),
                false,
                0,
                false,
                0,
                bounds,
                counts);
    }

    private static Attributes attributes(Labels labels) {
        AttributesBuilder attributes = Attributes.builder();
        for (Label label : labels) {
            attributes.put(label.getName(), label.getValue());
        }
        return attributes.build();
    }
}

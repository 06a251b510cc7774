package dev.chronicle.server.metrics;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.Histogram;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.store.StoreStatistics;
import dev.chronicle.store.StoreStatus;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.List;

/** What a store says of itself; those that keep counts say more. */
public final class StoreMetrics {

    private StoreMetrics() {}

    /** Reads it. */
    public static List<MetricSnapshot> of(EventStore store) {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(
                Family.gauge("chronicle_store_position", "Events in the log.")
                        .with(store.head().value())
                        .build());
        all.add(
                Family.gauge("chronicle_store_open", "1 while the store takes appends.")
                        .with(store.status() instanceof StoreStatus.Open ? 1 : 0)
                        .build());
        if (store instanceof MeasuredStore measured) {
            all.addAll(of(measured.statistics()));
        }
        return all;
    }

    private static List<MetricSnapshot> of(StoreStatistics statistics) {
        return List.of(
                Family.counter("chronicle_store_appended_events", "Events stored since the start.")
                        .with(statistics.events())
                        .build(),
                Family.counter(
                                "chronicle_store_duplicate_events",
                                "Events offered that the log had already.")
                        .with(statistics.duplicates())
                        .build(),
                Family.counter("chronicle_store_written_bytes", "Bytes written to the log.")
                        .with(statistics.bytes())
                        .build(),
                histogram(
                        "chronicle_store_sync_seconds",
                        "Time to write and sync a group of appends.",
                        statistics.commitNanos(),
                        1e9),
                histogram(
                        "chronicle_store_batch_events",
                        "Events written with one sync.",
                        statistics.groupEvents(),
                        1));
    }

    /**
     * @param divisor from the unit that is counted in to the one that is told
     */
    private static MetricSnapshot histogram(
            String name, String help, Histogram histogram, double divisor) {
        return Family.histogram(
                name,
                help,
                histogram.bounds().stream().map(bound -> bound / divisor).toList(),
                histogram.counts(),
                histogram.sum() / divisor);
    }
}

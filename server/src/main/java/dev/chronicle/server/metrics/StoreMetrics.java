package dev.chronicle.server.metrics;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentStatistics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.List;

/** What a store says of itself; the one on disk says more. */
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
        if (store instanceof SegmentEventStore segments) {
            all.addAll(of(segments.statistics()));
        }
        return all;
    }

    private static List<MetricSnapshot> of(SegmentStatistics statistics) {
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
                Family.summary(
                        "chronicle_store_sync_seconds",
                        "Time to write and sync a group of appends.",
                        statistics.syncs(),
                        statistics.syncNanos() / 1e9),
                Family.summary(
                        "chronicle_store_batch_events",
                        "Events written with one sync.",
                        statistics.syncs(),
                        statistics.events()));
    }
}

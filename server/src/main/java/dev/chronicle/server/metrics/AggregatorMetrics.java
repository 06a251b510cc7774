package dev.chronicle.server.metrics;

import dev.chronicle.server.aggregator.Aggregator;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.List;

/** What became of published events, in the life of the log. */
public final class AggregatorMetrics {

    private static final String OUTCOME = "outcome";

    private AggregatorMetrics() {}

    /** Reads it. */
    public static List<MetricSnapshot> of(Aggregator.Deliveries deliveries) {
        return List.of(
                Family.counter(
                                "chronicle_aggregator_events",
                                "Events published to topics, in the life of the log.")
                        .with(deliveries.stored(), OUTCOME, "stored")
                        .with(deliveries.duplicates(), OUTCOME, "duplicate")
                        .with(deliveries.failed(), OUTCOME, "failed")
                        .build(),
                Family.gauge("chronicle_aggregator_topics", "Topics of published events.")
                        .with(deliveries.topics())
                        .build());
    }
}

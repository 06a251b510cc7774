package dev.chronicle.server.metrics;

import dev.chronicle.telemetry.TelemetryCounts;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.List;

/** What the library has told of projections and supervisors in this process. */
public final class TelemetryMetrics {

    private TelemetryMetrics() {}

    /** Reads it. */
    public static List<MetricSnapshot> of(TelemetryCounts counts) {
        Family.Gauge lag =
                Family.gauge(
                        "chronicle_projection_lag",
                        "Positions of the log that a projection has not dealt with.");
        Family.Gauge position =
                Family.gauge(
                        "chronicle_projection_position",
                        "The last position that a projection has dealt with.");
        counts.projections()
                .forEach(
                        (name, progress) -> {
                            lag.with(progress.lag(), "projection", name);
                            position.with(progress.position(), "projection", name);
                        });
        return List.of(
                lag.build(),
                position.build(),
                Family.counter("chronicle_projection_failures", "How often projections failed.")
                        .with(counts.projectionsFailed())
                        .build(),
                Family.counter("chronicle_events_parked", "Events that projections put aside.")
                        .with(counts.eventsParked())
                        .build(),
                Family.counter("chronicle_restarts", "Children that supervisors restarted.")
                        .with(counts.restarts())
                        .build(),
                Family.counter("chronicle_supervisors_given_up", "Supervisors that gave up.")
                        .with(counts.supervisorsGivenUp())
                        .build(),
                Family.counter("chronicle_subscribers_failed", "Handlers of messages that failed.")
                        .with(counts.messages().subscribersFailed())
                        .build());
    }
}

package dev.chronicle.server.metrics;

import dev.chronicle.telemetry.TelemetryCounts;
import dev.chronicle.telemetry.TelemetryEvent.Outcome;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the library has told of its work in this process. */
public final class TelemetryMetrics {

    private TelemetryMetrics() {}

    /** Reads it. */
    public static List<MetricSnapshot> of(TelemetryCounts counts) {
        List<MetricSnapshot> all = new ArrayList<>(ofProjections(counts));
        all.addAll(ofCommands(counts));
        all.addAll(ofFailures(counts));
        all.addAll(ofCluster(counts.cluster()));
        return all;
    }

    private static List<MetricSnapshot> ofProjections(TelemetryCounts counts) {
        Family.Gauge lag =
                Family.gauge(
                        "chronicle_projection_lag",
                        "Positions of the log that a projection has not dealt with.");
        Family.Gauge position =
                Family.gauge(
                        "chronicle_projection_position",
                        "The last position that a projection has dealt with.");
        Family.Counter events =
                Family.counter(
                        "chronicle_projection_events", "Events that a projection has dealt with.");
        counts.projections()
                .forEach(
                        (name, progress) -> {
                            lag.with(progress.lag(), "projection", name);
                            position.with(progress.position(), "projection", name);
                            events.with(progress.events(), "projection", name);
                        });
        return List.of(
                lag.build(),
                position.build(),
                events.build(),
                counter(
                        "chronicle_projection_starts",
                        "How often projections began to work, restarts included.",
                        counts.projectionsStarted()),
                counter(
                        "chronicle_projection_failures",
                        "How often projections failed.",
                        counts.projectionsFailed()),
                counter(
                        "chronicle_projections_stopped",
                        "How often a projection stopped for good.",
                        counts.projectionsStopped()),
                counter(
                        "chronicle_events_parked",
                        "Events that projections put aside.",
                        counts.eventsParked()));
    }

    private static List<MetricSnapshot> ofCommands(TelemetryCounts counts) {
        Family.Counter commands =
                Family.counter("chronicle_commands", "Commands on aggregates, by their outcome.");
        for (Map.Entry<Outcome, Long> each : counts.commands().entrySet()) {
            commands.with(
                    each.getValue(), "outcome", each.getKey().name().toLowerCase(Locale.ROOT));
        }
        commands.with(counts.commandsFailed(), "outcome", "failed");
        return List.of(
                commands.build(),
                counter(
                        "chronicle_command_conflicts",
                        "How often a command had to be decided again.",
                        counts.conflicts()),
                counter(
                        "chronicle_command_events",
                        "Events that commands have stored.",
                        counts.eventsStored()),
                durations(
                        "chronicle_command_seconds",
                        "Time of commands, failed ones too.",
                        counts.commandDurations()),
                durations(
                        "chronicle_aggregate_load_seconds",
                        "Time to build the state of an aggregate.",
                        counts.loadDurations()),
                counter(
                        "chronicle_aggregate_replayed_events",
                        "Events applied to build states.",
                        counts.eventsReplayed()),
                Family.counter("chronicle_snapshots", "Snapshots of aggregates.")
                        .with(counts.snapshots().used(), "what", "used")
                        .with(counts.snapshots().saved(), "what", "saved")
                        .with(counts.snapshots().ignored(), "what", "ignored")
                        .build());
    }

    private static List<MetricSnapshot> ofFailures(TelemetryCounts counts) {
        return List.of(
                counter(
                        "chronicle_restarts",
                        "Children that supervisors restarted.",
                        counts.restarts()),
                counter(
                        "chronicle_children_stuck",
                        "Children that did not stop in time.",
                        counts.childrenStuck()),
                counter(
                        "chronicle_supervisors_given_up",
                        "Supervisors that gave up.",
                        counts.supervisorsGivenUp()),
                counter(
                        "chronicle_subscribers_failed",
                        "Handlers of messages that failed.",
                        counts.messages().subscribersFailed()));
    }

    private static List<MetricSnapshot> ofCluster(TelemetryCounts.Cluster cluster) {
        TelemetryCounts.Requests requests = cluster.requests();
        return List.of(
                Family.counter("chronicle_cluster_workers", "Workers of all nodes.")
                        .with(cluster.workersRegistered(), "what", "registered")
                        .with(cluster.workersUnregistered(), "what", "unregistered")
                        .build(),
                counter(
                        "chronicle_cluster_lookups",
                        "How often the workers of a store were looked up.",
                        cluster.lookups()),
                Family.counter("chronicle_cluster_requests", "Calls to stores of any node.")
                        .with(requests.started(), "what", "started")
                        .with(requests.succeeded(), "what", "succeeded")
                        .with(requests.failed(), "what", "failed")
                        .with(requests.retries(), "what", "retried")
                        .with(requests.exhausted(), "what", "exhausted")
                        .build(),
                Family.counter("chronicle_cluster_nodes", "Nodes that came and went.")
                        .with(cluster.nodesUp(), "what", "up")
                        .with(cluster.nodesDown(), "what", "down")
                        .build(),
                Family.counter(
                                "chronicle_cluster_partitions",
                                "Parts of shared projections that this node took and left.")
                        .with(cluster.sharedWork().partitionsTaken(), "what", "taken")
                        .with(cluster.sharedWork().partitionsLeft(), "what", "left")
                        .build(),
                counter(
                        "chronicle_cluster_commands_rerouted",
                        "Commands that went to another node, since the one asked did not do.",
                        cluster.sharedWork().commandsRerouted()));
    }

    private static MetricSnapshot counter(String name, String help, long value) {
        return Family.counter(name, help).with(value).build();
    }

    private static MetricSnapshot durations(
            String name, String help, TelemetryCounts.Durations durations) {
        return Family.histogram(
                name,
                help,
                durations.bounds().stream().map(TelemetryMetrics::seconds).toList(),
                durations.counts(),
                seconds(durations.total()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent.ClusterEvent;

import java.time.Instant;
import java.util.Locale;

/** Tells of a registry's work. */
record RegistryTelemetry(Telemetry telemetry) {

    void changed(RegistryChange change) {
        telemetry.emit(() -> event(change));
    }

    private static ClusterEvent event(RegistryChange change) {
        return switch (change) {
            case RegistryChange.Registered(WorkerKey worker, Instant _) ->
                    new ClusterEvent.WorkerRegistered(
                            worker.store(), worker.node().name(), worker.id());
            case RegistryChange.Unregistered(WorkerKey worker, RegistryChange.Reason reason) ->
                    new ClusterEvent.WorkerUnregistered(
                            worker.store(),
                            worker.node().name(),
                            worker.id(),
                            reason.name().toLowerCase(Locale.ROOT));
        };
    }

    void lookedUp(String store, int workers) {
        telemetry.emit(() -> new ClusterEvent.WorkersLookedUp(store, workers));
    }
}

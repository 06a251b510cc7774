package dev.chronicle.telemetry;

import dev.chronicle.telemetry.TelemetryEvent.ClusterEvent;

import java.util.concurrent.atomic.LongAdder;

/** Counts what nodes of a cluster do. Threads may share it. */
final class ClusterCounters {

    private final LongAdder workersRegistered = new LongAdder();
    private final LongAdder workersUnregistered = new LongAdder();
    private final LongAdder lookups = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder requestsSucceeded = new LongAdder();
    private final LongAdder requestsFailed = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder retriesExhausted = new LongAdder();
    private final LongAdder nodesUp = new LongAdder();
    private final LongAdder nodesDown = new LongAdder();
    private final LongAdder partitionsTaken = new LongAdder();
    private final LongAdder partitionsLeft = new LongAdder();
    private final LongAdder commandsRerouted = new LongAdder();

    void handle(ClusterEvent event) {
        counterOf(event).increment();
    }

    void partitionTaken() {
        partitionsTaken.increment();
    }

    void partitionLeft() {
        partitionsLeft.increment();
    }

    void commandRerouted() {
        commandsRerouted.increment();
    }

    private LongAdder counterOf(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.WorkerRegistered _ -> workersRegistered;
            case ClusterEvent.WorkerUnregistered _ -> workersUnregistered;
            case ClusterEvent.WorkersLookedUp _ -> lookups;
            case ClusterEvent.RequestStarted _ -> requests;
            case ClusterEvent.RequestStopped _ -> requestsSucceeded;
            case ClusterEvent.RequestFailed _ -> requestsFailed;
            case ClusterEvent.RequestRetried _ -> retries;
            case ClusterEvent.RetriesExhausted _ -> retriesExhausted;
            case ClusterEvent.NodeUp _ -> nodesUp;
            case ClusterEvent.NodeDown _ -> nodesDown;
        };
    }

    TelemetryCounts.Cluster read() {
        return new TelemetryCounts.Cluster(
                workersRegistered.sum(),
                workersUnregistered.sum(),
                lookups.sum(),
                new TelemetryCounts.Requests(
                        requests.sum(),
                        requestsSucceeded.sum(),
                        requestsFailed.sum(),
                        retries.sum(),
                        retriesExhausted.sum()),
                nodesUp.sum(),
                nodesDown.sum(),
                new TelemetryCounts.SharedWork(
                        partitionsTaken.sum(), partitionsLeft.sum(), commandsRerouted.sum()));
    }
}

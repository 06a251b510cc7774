package dev.chronicle.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What {@link TelemetryCounters} have counted since they were made.
 *
 * @param commands commands by outcome; every outcome is there
 * @param commandsFailed commands that failed
 * @param conflicts how often a command had to be decided again
 * @param eventsStored events that commands have stored
 * @param aggregatesLoaded how often a state was built
 * @param eventsReplayed events applied for that
 * @param snapshots snapshots used, saved and ignored
 * @param eventsParked events that projections have put aside
 * @param projectionsStarted how often a projection began to work, restarts included
 * @param projectionsFailed how often a projection failed
 * @param projectionsStopped how often a projection stopped for good
 * @param restarts children restarted
 * @param childrenStuck children that did not stop in time
 * @param supervisorsGivenUp supervisors that gave up
 * @param messages what became of messages published to channels
 * @param cluster what nodes of a cluster did
 * @param projections where each projection was when it last advanced, by name
 * @param commandDurations of commands, failed ones too
 * @param loadDurations of loads
 */
public record TelemetryCounts(
        Map<TelemetryEvent.Outcome, Long> commands,
        long commandsFailed,
        long conflicts,
        long eventsStored,
        long aggregatesLoaded,
        long eventsReplayed,
        Snapshots snapshots,
        long eventsParked,
        long projectionsStarted,
        long projectionsFailed,
        long projectionsStopped,
        long restarts,
        long childrenStuck,
        long supervisorsGivenUp,
        Messages messages,
        Cluster cluster,
        Map<String, Progress> projections,
        Durations commandDurations,
        Durations loadDurations) {

    public TelemetryCounts {
        commands = Map.copyOf(commands);
        projections = Map.copyOf(projections);
    }

    /** Snapshots that a load began with, that were stored, and that were of no use. */
    public record Snapshots(long used, long saved, long ignored) {}

    /**
     * Messages of channels.
     *
     * @param published taken and handed out
     * @param delivered queued for a subscription, counted for each
     * @param dropped lost to a full queue, counted for each
     * @param refused not taken
     * @param subscribersFailed how often a handler of messages failed
     */
    public record Messages(
            long published, long delivered, long dropped, long refused, long subscribersFailed) {}

    /**
     * The cluster, as this node has seen it.
     *
     * @param workersRegistered on whichever node
     * @param workersUnregistered on whichever node
     * @param lookups how often the workers of a store were looked up
     * @param requests calls to stores through the gateway
     * @param nodesUp how often a node came
     * @param nodesDown how often a node went
     * @param sharedWork what this node did of the work that nodes share
     */
    public record Cluster(
            long workersRegistered,
            long workersUnregistered,
            long lookups,
            Requests requests,
            long nodesUp,
            long nodesDown,
            SharedWork sharedWork) {}

    /**
     * The work that the nodes of a cluster share, as far as this node did it.
     *
     * @param partitionsTaken how often it took a part of a projection over
     * @param partitionsLeft how often it left one
     * @param commandsRerouted how often a command of its own went to another node, since the one
     *     that was asked did not carry it out
     */
    public record SharedWork(long partitionsTaken, long partitionsLeft, long commandsRerouted) {}

    /**
     * Calls to stores through the gateway.
     *
     * @param started all that began
     * @param succeeded those that ended well
     * @param failed those that failed for good
     * @param retries attempts that failed and were followed by another
     * @param exhausted those that failed since every attempt did
     */
    public record Requests(
            long started, long succeeded, long failed, long retries, long exhausted) {}

    /**
     * A projection's way.
     *
     * @param position the last position it has dealt with
     * @param events how many events it has dealt with
     * @param lag how many positions were still before it
     */
    public record Progress(long position, long events, long lag) {}

    /**
     * A histogram.
     *
     * @param bounds the upper bounds of the buckets, each included in its bucket
     * @param counts how many fell into each bucket alone; the last one is for all that is longer
     *     than the last bound
     * @param total the sum of all durations
     */
    public record Durations(List<Duration> bounds, List<Long> counts, Duration total) {

        public Durations {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }

        /** How many durations there are. */
        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }
}

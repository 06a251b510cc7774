package dev.chronicle.telemetry;

import dev.chronicle.telemetry.TelemetryCounts.Messages;
import dev.chronicle.telemetry.TelemetryCounts.Progress;
import dev.chronicle.telemetry.TelemetryCounts.Snapshots;
import dev.chronicle.telemetry.TelemetryEvent.AggregateLoaded;
import dev.chronicle.telemetry.TelemetryEvent.ChannelBroadcast;
import dev.chronicle.telemetry.TelemetryEvent.ChildRestarted;
import dev.chronicle.telemetry.TelemetryEvent.ChildStuck;
import dev.chronicle.telemetry.TelemetryEvent.ClusterEvent;
import dev.chronicle.telemetry.TelemetryEvent.CommandExecuted;
import dev.chronicle.telemetry.TelemetryEvent.CommandFailed;
import dev.chronicle.telemetry.TelemetryEvent.CommandRerouted;
import dev.chronicle.telemetry.TelemetryEvent.EventParked;
import dev.chronicle.telemetry.TelemetryEvent.MessageRefused;
import dev.chronicle.telemetry.TelemetryEvent.MessagesDropped;
import dev.chronicle.telemetry.TelemetryEvent.Outcome;
import dev.chronicle.telemetry.TelemetryEvent.PartitionLeft;
import dev.chronicle.telemetry.TelemetryEvent.PartitionTaken;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionAdvanced;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionFailed;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionStarted;
import dev.chronicle.telemetry.TelemetryEvent.ProjectionStopped;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotIgnored;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotSaved;
import dev.chronicle.telemetry.TelemetryEvent.SubscriberFailed;
import dev.chronicle.telemetry.TelemetryEvent.SupervisorGaveUp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events and the time they took, by kind and not by stream, so that its size does not grow
 * with the log. Threads may share it; a reading in the middle of the work may have one count of an
 * event and not yet another.
 */
public final class TelemetryCounters implements TelemetryHandler {

    private final Map<Outcome, LongAdder> commands = new EnumMap<>(Outcome.class);
    private final LongAdder commandsFailed = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder eventsStored = new LongAdder();
    private final LongAdder eventsReplayed = new LongAdder();
    private final LongAdder aggregatesLoaded = new LongAdder();
    private final LongAdder snapshotsUsed = new LongAdder();
    private final LongAdder snapshotsSaved = new LongAdder();
    private final LongAdder snapshotsIgnored = new LongAdder();
    private final LongAdder eventsParked = new LongAdder();
    private final LongAdder projectionsStarted = new LongAdder();
    private final LongAdder projectionsFailed = new LongAdder();
    private final LongAdder projectionsStopped = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private final LongAdder childrenStuck = new LongAdder();
    private final LongAdder supervisorsGivenUp = new LongAdder();
    private final LongAdder messagesPublished = new LongAdder();
    private final LongAdder messagesDelivered = new LongAdder();
    private final LongAdder messagesDropped = new LongAdder();
    private final LongAdder messagesRefused = new LongAdder();
    private final LongAdder subscribersFailed = new LongAdder();
    private final ClusterCounters cluster = new ClusterCounters();
    private final Map<String, Progress> projections = new ConcurrentHashMap<>();
    private final DurationHistogram commandDurations = new DurationHistogram();
    private final DurationHistogram loadDurations = new DurationHistogram();

    /** Begins at zero. */
    public TelemetryCounters() {
        for (Outcome outcome : Outcome.values()) {
            commands.put(outcome, new LongAdder());
        }
    }

    @Override
    public void handle(TelemetryEvent event) {
        switch (event) {
            case CommandExecuted(
                            _,
                            _,
                            Outcome outcome,
                            int events,
                            Duration took,
                            int attempts) -> {
                Objects.requireNonNull(commands.get(outcome)).increment();
                eventsStored.add(events);
                decided(took, attempts);
            }
            case CommandFailed(_, _, _, Duration took, int attempts) -> {
                commandsFailed.increment();
                decided(took, attempts);
            }
            case AggregateLoaded(_, _, long replayed, boolean fromSnapshot, Duration took) -> {
                aggregatesLoaded.increment();
                eventsReplayed.add(replayed);
                snapshotsUsed.add(fromSnapshot ? 1 : 0);
                loadDurations.add(took);
            }
            case SnapshotSaved _ -> snapshotsSaved.increment();
            case SnapshotIgnored _ -> snapshotsIgnored.increment();
            case ProjectionAdvanced advanced ->
                    projections.merge(
                            advanced.projection(),
                            new Progress(advanced.position(), advanced.events(), advanced.lag()),
                            TelemetryCounters::onward);
            case ProjectionStarted _ -> projectionsStarted.increment();
            case ProjectionFailed _ -> projectionsFailed.increment();
            case ProjectionStopped _ -> projectionsStopped.increment();
            case EventParked _ -> eventsParked.increment();
            case PartitionTaken _ -> cluster.partitionTaken();
            case PartitionLeft _ -> cluster.partitionLeft();
            case CommandRerouted _ -> cluster.commandRerouted();
            case ChildRestarted _ -> restarts.increment();
            case ChildStuck _ -> childrenStuck.increment();
            case SupervisorGaveUp _ -> supervisorsGivenUp.increment();
            case ChannelBroadcast(_, _, int recipients) -> {
                messagesPublished.increment();
                messagesDelivered.add(recipients);
            }
            case MessagesDropped(_, _, int count) -> messagesDropped.add(count);
            case MessageRefused _ -> messagesRefused.increment();
            case SubscriberFailed _ -> subscribersFailed.increment();
            case ClusterEvent happened -> cluster.handle(happened);
        }
    }

    private void decided(Duration took, int attempts) {
        commandDurations.add(took);
        conflicts.add(Math.max(0, attempts - 1));
    }

    /** The later position may be the lower one: a projection can be rebuilt from the start. */
    private static Progress onward(Progress before, Progress step) {
        return new Progress(step.position(), before.events() + step.events(), step.lag());
    }

    /** What was counted so far. */
    public TelemetryCounts read() {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        commands.forEach((outcome, count) -> outcomes.put(outcome, count.sum()));
        return new TelemetryCounts(
                outcomes,
                commandsFailed.sum(),
                conflicts.sum(),
                eventsStored.sum(),
                aggregatesLoaded.sum(),
                eventsReplayed.sum(),
                new Snapshots(snapshotsUsed.sum(), snapshotsSaved.sum(), snapshotsIgnored.sum()),
                eventsParked.sum(),
                projectionsStarted.sum(),
                projectionsFailed.sum(),
                projectionsStopped.sum(),
                restarts.sum(),
                childrenStuck.sum(),
                supervisorsGivenUp.sum(),
                new Messages(
                        messagesPublished.sum(),
                        messagesDelivered.sum(),
                        messagesDropped.sum(),
                        messagesRefused.sum(),
                        subscribersFailed.sum()),
                cluster.read(),
                projections,
                commandDurations.read(),
                loadDurations.read());
    }
}

package dev.chronicle.telemetry;

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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Writes events to a {@link Logger}: what needs a person as an error, what mended itself as a
 * warning, the rest at debug level. Threads may share it.
 */
public final class LogTelemetry implements TelemetryHandler {

    private final Logger log;

    /** Writes to the logger {@code dev.chronicle.telemetry}. */
    public LogTelemetry() {
        this(System.getLogger("dev.chronicle.telemetry"));
    }

    /** Writes to this logger. */
    public LogTelemetry(Logger log) {
        this.log = log;
    }

    @Override
    public void handle(TelemetryEvent event) {
        switch (event) {
            case CommandFailed(_, _, Throwable cause, _, _) -> write(Level.ERROR, event, cause);
            case ProjectionStopped(_, _, Throwable cause) -> write(Level.ERROR, event, cause);
            case EventParked(_, _, Throwable cause) -> write(Level.ERROR, event, cause);
            case SupervisorGaveUp(_, _, Throwable cause) -> write(Level.ERROR, event, cause);
            case SubscriberFailed(_, Throwable cause) -> write(Level.ERROR, event, cause);
            case ChildRestarted(_, _, _, Throwable cause) -> write(Level.WARNING, event, cause);
            case ProjectionFailed(_, _, _, Throwable cause) -> write(Level.WARNING, event, cause);
            case ChildStuck _ -> log.log(Level.ERROR, event);
            case ClusterEvent cluster -> handle(cluster);
            case SnapshotIgnored _, CommandRerouted _ -> log.log(Level.WARNING, event);
            case PartitionTaken _, PartitionLeft _ -> log.log(Level.INFO, event);
            case CommandExecuted _,
                    AggregateLoaded _,
                    SnapshotSaved _,
                    ProjectionStarted _,
                    ProjectionAdvanced _,
                    ChannelBroadcast _,
                    MessagesDropped _,
                    MessageRefused _ ->
                    log.log(Level.DEBUG, event);
        }
    }

    private void handle(ClusterEvent event) {
        switch (event) {
            case ClusterEvent.RequestFailed(_, _, Throwable cause) ->
                    write(Level.DEBUG, event, cause);
            case ClusterEvent.RetriesExhausted(_, _, Throwable cause) ->
                    write(Level.WARNING, event, cause);
            case ClusterEvent.NodeDown _ -> log.log(Level.WARNING, event);
            case ClusterEvent.NodeUp _,
                    ClusterEvent.WorkerRegistered _,
                    ClusterEvent.WorkerUnregistered _ ->
                    log.log(Level.INFO, event);
            case ClusterEvent.WorkersLookedUp _,
                    ClusterEvent.RequestStarted _,
                    ClusterEvent.RequestStopped _,
                    ClusterEvent.RequestRetried _ ->
                    log.log(Level.DEBUG, event);
        }
    }

    private void write(Level level, TelemetryEvent event, Throwable cause) {
        if (log.isLoggable(level)) {
            log.log(level, event.toString(), cause);
        }
    }
}

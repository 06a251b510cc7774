package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotIgnored;
import dev.chronicle.telemetry.TelemetryEvent.SnapshotSaved;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Saves and loads snapshots as {@link Snapshots} say, or none. It never fails: without a snapshot
 * the events say the same. Threads share it.
 */
final class SnapshotKeeper<S> {

    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());

    private final @Nullable Snapshots<S> snapshots;
    private final AggregateStream<?> streams;
    private final Telemetry telemetry;

    SnapshotKeeper(
            @Nullable Snapshots<S> snapshots, AggregateStream<?> streams, Telemetry telemetry) {
        this.snapshots = snapshots;
        this.streams = streams;
        this.telemetry = telemetry;
    }

    /** Saves one, if the command that led from one state to the other is to take one. */
    void save(Aggregate<S> before, Aggregate<S> after) {
        if (snapshots == null || !snapshots.isDue(before.sequence(), after.sequence())) {
            return;
        }
        StreamId stream = streams.of(after.id());
        try {
            snapshots
                    .store()
                    .save(
                            stream,
                            new Snapshot(
                                    after.sequence(),
                                    snapshots.version(),
                                    snapshots.encode().apply(after.state())));
            telemetry.emit(() -> new SnapshotSaved(stream.toString(), after.sequence()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a snapshot was not kept: stream=" + stream, e);
            ignored(stream, "it was not kept: " + e);
        }
    }

    /**
     * The snapshot, if there is one that can be read. One that is ahead of the log, since that was
     * replaced, is thrown away before the log comes so far.
     */
    Optional<Aggregate<S>> load(String id) {
        if (snapshots == null) {
            return Optional.empty();
        }
        StreamId stream = streams.of(id);
        Optional<Aggregate<S>> kept = read(snapshots, stream);
        if (kept.isEmpty()) {
            return kept;
        }
        long sequence = streams.newest(id).map(Event::sequence).orElse(0L);
        if (kept.get().sequence() > sequence) {
            delete(snapshots, stream);
            return Optional.empty();
        }
        return kept;
    }

    private Optional<Aggregate<S>> read(Snapshots<S> from, StreamId stream) {
        try {
            Optional<Snapshot> kept = from.store().latest(stream);
            if (kept.isPresent() && !kept.get().version().equals(from.version())) {
                String version = kept.get().version();
                ignored(stream, "it is of version " + version + ", not " + from.version());
                return Optional.empty();
            }
            return kept.map(
                    it ->
                            new Aggregate<>(
                                    stream.key(), from.decode().apply(it.data()), it.sequence()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a snapshot was ignored: stream=" + stream, e);
            ignored(stream, "it cannot be read: " + e);
            return Optional.empty();
        }
    }

    private void delete(Snapshots<S> from, StreamId stream) {
        LOG.log(Level.WARNING, "a snapshot is ahead of the log and goes: stream=" + stream);
        ignored(stream, "it is ahead of the log");
        try {
            from.store().delete(stream);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a snapshot was not thrown away: stream=" + stream, e);
        }
    }

    private void ignored(StreamId stream, String why) {
        telemetry.emit(() -> new SnapshotIgnored(stream.toString(), why));
    }
}

package dev.chronicle.sourcing;

import dev.chronicle.event.EventData;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where and how often the state of aggregates is kept, so that loading one need not read all its
 * events. A snapshot that cannot be read is ignored: the events say the same.
 *
 * @param store where they are kept
 * @param frequency a snapshot is taken by the command that reaches or passes a multiple of this
 *     sequence
 * @param version names the shape of the state: snapshots of another are ignored
 * @param encode the state, to be kept
 * @param decode the opposite
 */
public record Snapshots<S>(
        SnapshotStore store,
        long frequency,
        String version,
        Function<S, EventData> encode,
        Function<EventData, S> decode) {

    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());

    public Snapshots {
        NonPositiveArgumentException.require("frequency", frequency);
    }

    /** Whether a command that led from one sequence to the other is to take one. */
    boolean isDue(long before, long after) {
        return after / frequency > before / frequency;
    }

    /** Keeps the state of an aggregate. A failure is no more than a snapshot less. */
    void save(StreamId stream, Aggregate<S> aggregate) {
        try {
            store.save(
                    stream,
                    new Snapshot(aggregate.sequence(), version, encode.apply(aggregate.state())));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a snapshot was not kept: stream=" + stream, e);
        }
    }

    /** The state that was kept, if it can be read. */
    Optional<Aggregate<S>> load(StreamId stream) {
        try {
            return store.latest(stream)
                    .filter(snapshot -> snapshot.version().equals(version))
                    .map(
                            snapshot ->
                                    new Aggregate<>(
                                            stream.key(),
                                            decode.apply(snapshot.data()),
                                            snapshot.sequence()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a snapshot was ignored: stream=" + stream, e);
            return Optional.empty();
        }
    }

    /** Throws away what was kept. */
    void delete(StreamId stream) {
        LOG.log(Level.WARNING, "a snapshot is ahead of the log and goes: stream=" + stream);
        try {
            store.delete(stream);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a snapshot was not thrown away: stream=" + stream, e);
        }
    }
}

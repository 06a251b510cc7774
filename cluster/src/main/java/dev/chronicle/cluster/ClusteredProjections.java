package dev.chronicle.cluster;

import dev.chronicle.projection.Projection;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs {@link Projection}s on the nodes of a cluster: each node its own, or one for all of them.
 * Start the same ones on every node. Threads share it. It does not close the stores.
 *
 * <p>A projection that the nodes share deals with every event at least once, in the order of the
 * log within a partition: what the last owner did behind its last checkpoint is done again by the
 * next one if it was killed. If it was paused, or cut off, it also may go on for a moment beside
 * the next one; what it says of its position then counts no more. State that keeps its own
 * position, and takes a batch only if it is still where its owner believes it to be, has every
 * event exactly once.
 */
public final class ClusteredProjections implements AutoCloseable {

    /** The most partitions of a projection: 128. */
    public static final int MAX_PARTITIONS = 128;

    /** Leaves room for what stands before it in the registry. */
    private static final int MAX_NAME = WorkerKey.MAX_NAME - "projection/1024/".length();

    private final Distribution.Place place;
    private final SharedProjection.Work work;
    private final Projections everywhere;
    private final List<ClusteredProjection> shared = new ArrayList<>();
    private boolean closed;

    ClusteredProjections(Distribution.Place place, SharedProjection.Work work) {
        this.place = place;
        this.work = work;
        NodeCheckpoints own =
                new NodeCheckpoints(work.checkpoints(), place.scope(), place.network().self());
        everywhere = new Projections(work.store(), own, work.options());
    }

    /**
     * Starts a projection that each node runs for itself, with a checkpoint of its own.
     *
     * @throws IllegalStateException if one of that name runs, or this was closed
     */
    public RunningProjection everywhere(Projection projection) {
        return everywhere.start(projection);
    }

    /**
     * Starts a projection that one node at a time runs.
     *
     * @throws IllegalStateException if one of that name runs on this node, or this was closed
     * @throws IllegalArgumentException if its name is longer than 184 characters
     */
    public ClusteredProjection once(Projection projection) {
        return partitioned(projection.name(), 1, _ -> projection);
    }

    /**
     * Starts a projection in parts: each is run by one node at a time, and has the events of some
     * of the streams. When there shall be more or fewer, end it on all nodes first; it begins at
     * the start then. Its parts are named {@code name/0}, {@code name/1}, …: so their events are
     * parked, and so they are told of.
     *
     * @param name 1 to 184 characters
     * @param partitions how many, 1 to {@value #MAX_PARTITIONS}
     * @param each makes what is run for a partition whenever this node takes it over
     * @throws IllegalStateException if one of that name runs on this node, or this was closed
     */
    public synchronized ClusteredProjection partitioned(
            String name, int partitions, Function<Partition, Projection> each) {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "a projection has 1 to %d partitions: partitions=%d"
                            .formatted(MAX_PARTITIONS, partitions));
        }
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "the name of a shared projection has 1 to %d characters: length=%d"
                            .formatted(MAX_NAME, name.length()));
        }
        if (closed) {
            throw new IllegalStateException("projections are closed: projection=" + name);
        }
        ClusteredProjection started =
                new ClusteredProjection(new SharedProjection(place, work, name, partitions, each));
        shared.removeIf(ClusteredProjection::isClosed);
        shared.add(started);
        return started;
    }

    /** Closes every projection on this node; the others go on with what they share. */
    @Override
    public void close() {
        List<ClusteredProjection> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(shared);
        }
        ending.forEach(ClusteredProjection::close);
        everywhere.close();
    }
}

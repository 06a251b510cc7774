package dev.chronicle.store;

import dev.chronicle.event.StreamId;

import java.util.Optional;

/**
 * The newest snapshot of each stream. Threads may share it.
 *
 * <p>It is a cache. A snapshot may be missing although it was saved, or be an older one than was
 * saved last; whoever reads it goes on with the events behind it. What is never handed out is one
 * that was not saved so: a damaged snapshot reads as none.
 *
 * <p>Snapshots belong to the log that their streams stand in. Where a log is replaced by another or
 * by an older copy, its snapshots must go.
 */
public interface SnapshotStore extends AutoCloseable {

    /**
     * Keeps the snapshot in place of the one there was. Does nothing if the one there was is of a
     * later sequence; one of the same sequence is replaced.
     *
     * @throws IllegalArgumentException if the snapshot is larger than the store takes
     * @throws StoreFailedException if it cannot be written; what was kept before still is, and the
     *     next one may be written again
     * @throws StoreClosedException if the store was closed
     */
    void save(StreamId stream, Snapshot snapshot);

    /**
     * The snapshot of the stream, if there is one and it can be read.
     *
     * @throws StoreClosedException if the store was closed
     */
    Optional<Snapshot> latest(StreamId stream);

    /**
     * Forgets the snapshot of the stream. It is as durable as {@link #save}: after a power cut the
     * snapshot may be back.
     *
     * @throws StoreFailedException if that cannot be written; then the snapshot is still there
     * @throws StoreClosedException if the store was closed
     */
    void delete(StreamId stream);

    /** Lets go of everything. Closing again does nothing. */
    @Override
    void close();
}

package dev.chronicle.store.memory;

import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.StoreClosedException;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A {@link SnapshotStore} in memory, gone when it is closed. Threads may share it. */
public final class MemorySnapshotStore implements SnapshotStore {

    private final Map<StreamId, Snapshot> snapshots = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** An empty store. */
    public MemorySnapshotStore() {}

    @Override
    public void save(StreamId stream, Snapshot snapshot) {
        requireOpen();
        snapshots.merge(
                stream,
                snapshot,
                (kept, saved) -> kept.sequence() > saved.sequence() ? kept : saved);
    }

    @Override
    public Optional<Snapshot> latest(StreamId stream) {
        requireOpen();
        return Optional.ofNullable(snapshots.get(stream));
    }

    @Override
    public void delete(StreamId stream) {
        requireOpen();
        snapshots.remove(stream);
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("the snapshot store is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        snapshots.clear();
    }
}

package dev.chronicle.store.memory;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.StoreClosedException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A {@link CheckpointStore} in memory, gone when it is closed. Threads may share it. */
public final class MemoryCheckpointStore implements CheckpointStore {

    private final Map<String, Position> positions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** An empty store. */
    public MemoryCheckpointStore() {}

    @Override
    public void save(String name, Position position) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("checkpoint name is not well-formed Unicode");
        }
        requireOpen();
        positions.put(name, position);
    }

    @Override
    public Position load(String name) {
        requireOpen();
        return positions.getOrDefault(name, Position.START);
    }

    @Override
    public void delete(String name) {
        requireOpen();
        positions.remove(name);
    }

    @Override
    public List<String> names() {
        requireOpen();
        return positions.keySet().stream().sorted().toList();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("the checkpoint store is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        positions.clear();
    }
}

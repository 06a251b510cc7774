package dev.chronicle.testkit;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A checkpoint store that asks somebody before each save, who may refuse. */
final class WatchedCheckpoints implements CheckpointStore {

    private final CheckpointStore store;
    private final Consumer<Position> beforeSave;
    private final Queue<AssertionError> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger saves = new AtomicInteger();

    WatchedCheckpoints(CheckpointStore store, Consumer<Position> beforeSave) {
        this.store = store;
        this.beforeSave = beforeSave;
    }

    @Override
    public void save(String name, Position position) {
        try {
            beforeSave.accept(position);
        } catch (AssertionError e) {
            wrong.add(e);
            throw e;
        }
        store.save(name, position);
        saves.incrementAndGet();
    }

    int saves() {
        return saves.get();
    }

    /** What the one who was asked has found. */
    List<AssertionError> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public Position load(String name) {
        return store.load(name);
    }

    @Override
    public void delete(String name) {
        store.delete(name);
    }

    @Override
    public List<String> names() {
        return store.names();
    }

    @Override
    public void close() {
        store.close();
    }
}

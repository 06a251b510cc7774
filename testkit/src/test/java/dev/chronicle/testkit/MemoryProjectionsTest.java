package dev.chronicle.testkit;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;

class MemoryProjectionsTest extends ProjectionsContract {

    @Override
    protected EventStore open() {
        return new MemoryEventStore();
    }

    @Override
    protected CheckpointStore openCheckpoints() {
        return new MemoryCheckpointStore();
    }

    @Override
    protected int steps() {
        return Boolean.getBoolean("chronicle.slow") ? 500 : super.steps();
    }
}

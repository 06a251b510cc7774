package dev.chronicle.testkit;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.memory.MemoryCheckpointStore;

class MemoryCheckpointStoreTest extends CheckpointStoreContract {

    @Override
    protected CheckpointStore open() {
        return new MemoryCheckpointStore();
    }

    @Override
    protected Durability durability() {
        return Durability.GONE_WHEN_CLOSED;
    }
}

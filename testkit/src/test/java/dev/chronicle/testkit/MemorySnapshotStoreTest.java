package dev.chronicle.testkit;

import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.memory.MemorySnapshotStore;

class MemorySnapshotStoreTest extends SnapshotStoreContract {

    @Override
    protected SnapshotStore open() {
        return new MemorySnapshotStore();
    }

    @Override
    protected Durability durability() {
        return Durability.GONE_WHEN_CLOSED;
    }
}

package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.store.memory.MemorySnapshotStore;

class MemoryAggregateSnapshotsTest extends AggregateSnapshotsContract {

    @Override
    protected EventStore open() {
        return new MemoryEventStore();
    }

    @Override
    protected SnapshotStore openSnapshots() {
        return new MemorySnapshotStore();
    }
}

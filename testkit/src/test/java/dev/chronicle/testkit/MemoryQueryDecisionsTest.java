package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;

class MemoryQueryDecisionsTest extends QueryDecisionsContract {

    @Override
    protected EventStore open() {
        return new MemoryEventStore();
    }
}

package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;

class MemoryAggregatesTest extends AggregatesContract {

    @Override
    protected EventStore open() {
        return new MemoryEventStore();
    }

    @Override
    protected int commandsOfEach() {
        return Boolean.getBoolean("chronicle.slow") ? 100 : 20;
    }
}

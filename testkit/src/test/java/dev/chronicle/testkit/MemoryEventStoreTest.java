package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;

import java.time.InstantSource;

class MemoryEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore open(InstantSource clock) {
        return new MemoryEventStore(clock);
    }

    @Override
    protected Durability durability() {
        return Durability.GONE_WHEN_CLOSED;
    }
}

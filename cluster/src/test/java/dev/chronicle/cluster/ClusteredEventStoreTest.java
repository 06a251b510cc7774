package dev.chronicle.cluster;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.Durability;
import dev.chronicle.testkit.EventStoreContract;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

class ClusteredEventStoreTest extends EventStoreContract {

    private static final Nodes NODES = new Nodes("a", "b", "c");
    private static final AtomicInteger LOGS = new AtomicInteger();

    @Override
    protected EventStore open(InstantSource clock) {
        return NODES.distribution("a")
                .store("log-" + LOGS.incrementAndGet(), new MemoryEventStore(clock));
    }

    @Override
    protected Durability durability() {
        return Durability.GONE_WHEN_CLOSED;
    }
}

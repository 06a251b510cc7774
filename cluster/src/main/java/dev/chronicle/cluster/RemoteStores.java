package dev.chronicle.cluster;

import dev.chronicle.store.EventStore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The stores of other nodes, one object each, so that appends to one keep their order. */
final class RemoteStores implements AutoCloseable {

    private final Network network;
    private final Map<Worker, RemoteEventStore> stores = new ConcurrentHashMap<>();

    RemoteStores(Network network, WorkerRegistry registry) {
        this.network = network;
        registry.onChange(
                () -> stores.keySet().removeIf(it -> !registry.workers(it.store()).contains(it)));
    }

    EventStore find(Worker worker) {
        return stores.computeIfAbsent(
                worker,
                it ->
                        new RemoteEventStore(
                                new StoreCalls(
                                        network,
                                        it.node(),
                                        new Offers.Key(it.store(), it.id()),
                                        StoreCalls.TIMEOUT)));
    }

    @Override
    public void close() {
        stores.values().forEach(RemoteEventStore::close);
    }
}

package dev.chronicle.cluster;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The stores of this node that work for others. Threads share it. */
final class Offers implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final WorkerRegistry registry;
    private final Map<Key, EventStore> stores = new ConcurrentHashMap<>();
    private final Rounds looking;

    record Key(String store, String workerId) {}

    Offers(WorkerRegistry registry) {
        this.registry = registry;
        looking = new Rounds("workers", LOOK_EVERY, this::takeOutTheDead);
    }

    Member node() {
        return registry.node();
    }

    Gateway.Offer add(String store, String workerId, EventStore worker) {
        Key key = new Key(store, workerId);
        if (stores.putIfAbsent(key, worker) != null) {
            throw new IllegalStateException(
                    "this node offers such a worker already: store=%s worker=%s"
                            .formatted(store, workerId));
        }
        try {
            registry.registerWhenPossible(store, workerId);
        } catch (RuntimeException e) {
            stores.remove(key);
            throw e;
        }
        return () -> remove(key, worker);
    }

    private void remove(Key key, EventStore worker) {
        if (stores.remove(key, worker)) {
            registry.unregister(key.store, key.workerId);
        }
    }

    Optional<EventStore> find(Key key) {
        return Optional.ofNullable(stores.get(key));
    }

    /** Registered here, but not (or no more) offered here, is as good as not reachable. */
    EventStore require(String store, String workerId) {
        return find(new Key(store, workerId))
                .orElseThrow(
                        () ->
                                new MemberUnreachableException(
                                        node(), "it does not offer worker=" + workerId));
    }

    private void takeOutTheDead() {
        stores.forEach(
                (key, worker) -> {
                    switch (worker.status()) {
                        case StoreStatus.Closed _, StoreStatus.Failed _ -> remove(key, worker);
                        case StoreStatus.Open _, StoreStatus.Unreachable _ -> {}
                    }
                });
    }

    @Override
    public void close() {
        looking.close();
        stores.forEach(
                (key, worker) -> {
                    try {
                        remove(key, worker);
                    } catch (ClusterException e) {
                        // the node leaves now, and the others notice that
                    }
                });
    }
}

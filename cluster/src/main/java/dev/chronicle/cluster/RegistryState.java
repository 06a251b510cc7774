package dev.chronicle.cluster;

import dev.chronicle.cluster.RegistryChange.Reason;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The registry as all nodes agree on it: which workers there are, of every scope. Every node has
 * one and comes to the same by the same commands. Threads share it.
 */
final class RegistryState implements StateMachine {

    /** The most workers of all scopes together. */
    static final int MAX_WORKERS = 10_000;

    private final TreeMap<WorkerKey, Instant> workers = new TreeMap<>();
    private GroupEpochs epochs = new GroupEpochs();

    /** Those that were asked for since something changed: commands ask for each. */
    private final Map<GroupEpochs.Group, WorkerGroup> groups = new HashMap<>();

    private final List<Consumer<List<RegistryChange>>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Calls the listener with changes in their order, on the thread that applies them; it must be
     * quick.
     */
    void onChanges(Consumer<List<RegistryChange>> listener) {
        listeners.add(listener);
    }

    @Override
    public byte[] apply(byte[] command) {
        List<RegistryChange> changes = new ArrayList<>();
        RegistryAnswer answer;
        try {
            answer = apply(RegistryCommand.parse(command), changes);
        } catch (MalformedMessageException e) {
            return RegistryAnswer.UNREADABLE.toBytes();
        }
        tell(changes);
        return answer.toBytes();
    }

    private synchronized RegistryAnswer apply(
            RegistryCommand command, List<RegistryChange> changes) {
        groups.clear();
        return switch (command) {
            case RegistryCommand.Register(WorkerKey worker, Instant at) -> {
                if (workers.containsKey(worker)) {
                    yield RegistryAnswer.UNCHANGED;
                }
                if (workers.size() >= MAX_WORKERS) {
                    yield RegistryAnswer.FULL;
                }
                workers.put(worker, at);
                epochs.changed(worker.scope(), worker.store());
                changes.add(new RegistryChange.Registered(worker, at));
                yield RegistryAnswer.CHANGED;
            }
            case RegistryCommand.Unregister(WorkerKey worker) -> {
                if (workers.remove(worker) == null) {
                    yield RegistryAnswer.UNCHANGED;
                }
                left(worker);
                changes.add(new RegistryChange.Unregistered(worker, Reason.ASKED));
                yield RegistryAnswer.CHANGED;
            }
            case RegistryCommand.RemoveNode(Member node) -> {
                List<WorkerKey> gone =
                        workers.keySet().stream().filter(it -> it.node().equals(node)).toList();
                for (WorkerKey worker : gone) {
                    workers.remove(worker);
                    left(worker);
                    changes.add(new RegistryChange.Unregistered(worker, Reason.NODE_GONE));
                }
                yield gone.isEmpty() ? RegistryAnswer.UNCHANGED : RegistryAnswer.CHANGED;
            }
            case RegistryCommand.Raise(String scope, String store, long past) ->
                    epochs.raise(scope, store, past)
                            ? RegistryAnswer.CHANGED
                            : RegistryAnswer.UNCHANGED;
        };
    }

    private void left(WorkerKey worker) {
        epochs.changed(worker.scope(), worker.store());
        if (workers(worker.scope(), worker.store()).isEmpty()) {
            epochs.emptied(worker.scope(), worker.store());
        }
    }

    private void tell(List<RegistryChange> changes) {
        if (!changes.isEmpty()) {
            synchronized (this) {
                notifyAll();
            }
            listeners.forEach(it -> it.accept(List.copyOf(changes)));
        }
    }

    @Override
    public synchronized byte[] snapshot() {
        WireWriter out = new WireWriter().i32(workers.size());
        workers.forEach((worker, at) -> worker.write(out).i64(at.toEpochMilli()));
        return epochs.write(out).toByteArray();
    }

    @Override
    public void restore(byte[] snapshot) {
        WireReader in = new WireReader(snapshot);
        TreeMap<WorkerKey, Instant> restored = new TreeMap<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            restored.put(WorkerKey.read(in), Instant.ofEpochMilli(in.i64()));
        }
        GroupEpochs restoredEpochs = new GroupEpochs();
        restoredEpochs.read(in);
        in.end();
        List<RegistryChange> changes = new ArrayList<>();
        synchronized (this) {
            groups.clear();
            epochs = restoredEpochs;
            for (WorkerKey worker : workers.keySet()) {
                if (!restored.containsKey(worker)) {
                    changes.add(new RegistryChange.Unregistered(worker, Reason.SNAPSHOT));
                }
            }
            restored.forEach(
                    (worker, at) -> {
                        if (!workers.containsKey(worker)) {
                            changes.add(new RegistryChange.Registered(worker, at));
                        }
                    });
            workers.clear();
            workers.putAll(restored);
        }
        tell(changes);
    }

    /** The nodes that have workers for a store. */
    synchronized WorkerGroup group(String scope, String store) {
        GroupEpochs.Group asked = new GroupEpochs.Group(scope, store);
        WorkerGroup known = groups.get(asked);
        if (known != null) {
            return known;
        }
        List<Member> nodes =
                workers(scope, store).stream().map(Worker::node).sorted().distinct().toList();
        WorkerGroup group = new WorkerGroup(epochs.of(scope, store), nodes);
        if (!nodes.isEmpty()) {
            groups.put(asked, group);
        }
        return group;
    }

    /** The workers of a store, sorted by node and id. */
    synchronized List<Worker> workers(String scope, String store) {
        List<Worker> found = new ArrayList<>();
        for (Map.Entry<WorkerKey, Instant> entry : from(scope, store).entrySet()) {
            WorkerKey key = entry.getKey();
            if (!key.scope().equals(scope) || !key.store().equals(store)) {
                break;
            }
            found.add(new Worker(store, key.node(), key.id(), entry.getValue()));
        }
        return List.copyOf(found);
    }

    /** From the least key that a worker of the store can have. */
    private SortedMap<WorkerKey, Instant> from(String scope, String store) {
        return workers.tailMap(new WorkerKey(scope, store, new Member("-"), " "));
    }

    /** The stores that somebody of the scope works for, sorted. */
    synchronized List<String> stores(String scope) {
        TreeSet<String> stores = new TreeSet<>();
        for (WorkerKey worker : workers.keySet()) {
            if (worker.scope().equals(scope)) {
                stores.add(worker.store());
            }
        }
        return List.copyOf(stores);
    }

    /** What a node has registered under a scope. */
    synchronized List<WorkerKey> ofNode(String scope, Member node) {
        return workers.keySet().stream()
                .filter(it -> it.scope().equals(scope) && it.node().equals(node))
                .toList();
    }

    /** The nodes that have workers, of any scope. */
    synchronized List<Member> nodes() {
        return workers.keySet().stream().map(WorkerKey::node).sorted().distinct().toList();
    }

    synchronized boolean has(WorkerKey worker) {
        return workers.containsKey(worker);
    }

    /**
     * Waits until this node knows the worker, or knows it no more: what was agreed on comes a
     * moment later to those who do not lead. Gives up when the time is over.
     */
    synchronized void await(WorkerKey worker, boolean there, Deadline end) {
        try {
            while (workers.containsKey(worker) != there) {
                Duration left = end.left();
                if (left.isZero()) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.chronicle.cluster;

import dev.chronicle.cluster.CallOptions.Placement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Each worker of a store in turn, whoever asks. Threads share it. */
final class Rotation {

    private final WorkerRegistry registry;
    private final Member self;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    Rotation(WorkerRegistry registry, Member self) {
        this.registry = registry;
        this.self = self;
    }

    Call begin(String store, Placement placement) {
        return new Call(store, placement);
    }

    /** The workers that one call tries. Not for several threads at once. */
    final class Call {

        private final String store;
        private final Placement placement;
        private final Set<WorkerKeyInStore> tried = new HashSet<>();

        private Call(String store, Placement placement) {
            this.store = store;
            this.placement = placement;
        }

        private record WorkerKeyInStore(Member node, String id) {}

        /**
         * The next worker: one that this call has not tried yet, as long as there is one.
         *
         * @throws NoWorkersException if there is none at all
         */
        Worker next() {
            List<Worker> workers = registry.workers(store);
            if (workers.isEmpty()) {
                turns.remove(store);
                throw new NoWorkersException(store);
            }
            List<Worker> eligible = untried(workers);
            if (eligible.isEmpty()) {
                tried.clear();
                eligible = workers;
            }
            Worker next = pick(preferred(eligible));
            tried.add(new WorkerKeyInStore(next.node(), next.id()));
            return next;
        }

        private List<Worker> untried(List<Worker> workers) {
            if (tried.isEmpty()) {
                return workers;
            }
            List<Worker> untried = new ArrayList<>(workers);
            untried.removeIf(it -> tried.contains(new WorkerKeyInStore(it.node(), it.id())));
            return untried;
        }

        private List<Worker> preferred(List<Worker> workers) {
            if (placement == Placement.ANY) {
                return workers;
            }
            List<Worker> local = workers.stream().filter(it -> it.node().equals(self)).toList();
            return local.isEmpty() ? workers : local;
        }

        private Worker pick(List<Worker> workers) {
            AtomicInteger turn = turns.computeIfAbsent(store, _ -> new AtomicInteger());
            return workers.get(Math.floorMod(turn.getAndIncrement(), workers.size()));
        }
    }
}

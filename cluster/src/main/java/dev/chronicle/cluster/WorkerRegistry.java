package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Who works for which store, agreed on by all nodes of the cluster. Threads share it.
 *
 * <p>A registration is answered when a majority of the nodes has it. The workers of a node that
 * leaves, crashes or cannot be reached are taken out everywhere; when it comes back, it registers
 * them again by itself. Looking up asks nobody: it tells what this node knows, which is behind the
 * others while it is cut off from them.
 *
 * <p>Registries of different scopes share a cluster and see nothing of each other.
 */
public final class WorkerRegistry implements AutoCloseable {

    /** How long a registration may take: 5 seconds. */
    public static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final String scope;
    private final Network network;
    private final Consensus consensus;
    private final RegistryState state;
    private final InstantSource clock;
    private final Duration deadline;
    private final RegistryTelemetry telemetry;
    private final Set<WorkerKey> local = ConcurrentHashMap.newKeySet();
    private final ReentrantLock changing = new ReentrantLock(true);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Rounds reconciling;
    private final Rounds notifying;
    private volatile boolean closed;

    WorkerRegistry(String scope, Agreement agreement, InstantSource clock, Telemetry telemetry) {
        this(scope, agreement, clock, telemetry, DEADLINE);
    }

    WorkerRegistry(
            String scope,
            Agreement agreement,
            InstantSource clock,
            Telemetry telemetry,
            Duration deadline) {
        WorkerKey.requireName("scope", scope);
        this.scope = scope;
        this.network = agreement.network();
        this.consensus = agreement.consensus();
        this.state = agreement.state();
        this.clock = clock;
        this.deadline = deadline;
        this.telemetry = new RegistryTelemetry(telemetry);
        notifying = new Rounds("registry-listeners", Duration.ofHours(1), this::notifyListeners);
        reconciling = new Rounds("registry", INTERVAL, this::reconcile);
        state.onChanges(this::changed);
        network.onView(_ -> reconciling.soon());
        consensus.onLeader(reconciling::soon);
    }

    /**
     * Registers a worker of this node. Registering again does nothing.
     *
     * @param store the id of the store, 1 to 200 characters
     * @param workerId unique among the store's workers on this node, 1 to 200 characters
     * @return whether it was not registered before
     * @throws NoMajorityException if no majority agrees within {@link #DEADLINE}; the worker is not
     *     registered, or is taken out again as soon as a majority can be reached
     * @throws RegistryFullException if there are 10,000 workers
     * @throws IllegalArgumentException if a name is not as it should be
     */
    public boolean register(String store, String workerId) {
        WorkerKey worker = new WorkerKey(scope, store, network.self(), workerId);
        Deadline end = Deadline.in(deadline);
        return changing(
                () -> {
                    boolean added = local.add(worker);
                    try {
                        var _ = submitted(register(worker), end.left());
                        state.await(worker, true, end);
                        return added;
                    } catch (ClusterException e) {
                        if (added) {
                            local.remove(worker);
                        }
                        throw e;
                    }
                });
    }

    /**
     * Registers a worker of this node as {@link #register} does; without a majority, as soon as
     * there is one, and then nothing is thrown.
     */
    void registerWhenPossible(String store, String workerId) {
        WorkerKey worker = new WorkerKey(scope, store, network.self(), workerId);
        local.add(worker);
        try {
            var _ = register(store, workerId);
        } catch (NoMajorityException e) {
            reconciling.soon();
        } catch (RuntimeException e) {
            local.remove(worker);
            throw e;
        }
    }

    /**
     * Takes a worker of this node out.
     *
     * @return whether it was registered
     * @throws NoMajorityException if no majority agrees within {@link #DEADLINE}; the worker is
     *     taken out as soon as a majority can be reached
     */
    public boolean unregister(String store, String workerId) {
        WorkerKey worker = new WorkerKey(scope, store, network.self(), workerId);
        Deadline end = Deadline.in(deadline);
        return changing(
                () -> {
                    boolean removed = local.remove(worker);
                    boolean changed = submitted(new RegistryCommand.Unregister(worker), end.left());
                    state.await(worker, false, end);
                    return removed || changed; // the answer may be that to a second attempt
                });
    }

    /**
     * The workers of a store on all nodes, sorted by node and id; none if nobody knows the store.
     */
    public List<Worker> workers(String store) {
        List<Worker> found = state.workers(scope, store);
        telemetry.lookedUp(store, found.size());
        return found;
    }

    /** The nodes that work for a store, and the epoch of their group. */
    WorkerGroup group(String store) {
        return state.group(scope, store);
    }

    /**
     * Gives the group of a store an epoch behind {@code past}, unless it has one.
     *
     * @throws NoMajorityException if no majority agrees within {@link #DEADLINE}
     */
    void raise(String store, long past) {
        var _ = submitted(new RegistryCommand.Raise(scope, store, past), deadline);
        notifying.soon();
    }

    /** The workers of a store on this node, sorted by id. */
    public List<Worker> localWorkers(String store) {
        return workers(store).stream().filter(it -> it.node().equals(network.self())).toList();
    }

    /** This node. */
    public Member node() {
        return network.self();
    }

    /** The stores that somebody works for, sorted. */
    public List<String> stores() {
        return state.stores(scope);
    }

    /**
     * Calls the listener after workers have come or gone, on a virtual thread, one call at a time
     * and perhaps one for several changes.
     *
     * @return what detaches it
     */
    public Attachment onChange(Runnable listener) {
        Runnable attached = listener::run;
        listeners.add(attached);
        return () -> listeners.remove(attached);
    }

    /** A listener's place. */
    @FunctionalInterface
    public interface Attachment extends AutoCloseable {

        /** Detaches the listener. */
        @Override
        void close();
    }

    private void changed(List<RegistryChange> changes) {
        List<RegistryChange> ours =
                changes.stream().filter(it -> it.worker().scope().equals(scope)).toList();
        if (ours.isEmpty()) {
            return;
        }
        ours.forEach(telemetry::changed);
        notifying.soon();
        if (ours.stream().anyMatch(it -> it.worker().node().equals(network.self()))) {
            reconciling.soon();
        }
    }

    private void notifyListeners() {
        listeners.forEach(Runnable::run);
    }

    /**
     * Makes the registry say of this node what is so: after a partition, a pause, a restart, or a
     * change whose answer was lost.
     */
    private void reconcile() {
        if (!network.view().majority()) {
            return;
        }
        changing(
                () -> {
                    for (WorkerKey worker : local) {
                        if (!state.has(worker)) {
                            submitted(register(worker), deadline);
                        }
                    }
                    for (WorkerKey worker : state.ofNode(scope, network.self())) {
                        if (!local.contains(worker)) {
                            submitted(new RegistryCommand.Unregister(worker), deadline);
                        }
                    }
                    return true;
                });
    }

    private RegistryCommand register(WorkerKey worker) {
        return new RegistryCommand.Register(worker, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private boolean submitted(RegistryCommand command, Duration left) {
        return switch (Submission.await(consensus, command.toBytes(), left)) {
            case CHANGED -> true;
            case UNCHANGED -> false;
            case FULL -> throw new RegistryFullException(RegistryState.MAX_WORKERS);
            case UNREADABLE ->
                    throw new MalformedMessageException("the leader does not know this command");
        };
    }

    /** One change of this node at a time, so that none overtakes another. */
    private boolean changing(BooleanSupplier change) {
        if (closed) {
            throw new ClusterClosedException();
        }
        try {
            if (!changing.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new NoMajorityException("an earlier change waits still");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterClosedException();
        }
        try {
            return change.getAsBoolean();
        } finally {
            changing.unlock();
        }
    }

    /** Stops keeping the registry right; what is registered stays until the node is gone. */
    @Override
    public void close() {
        closed = true;
        reconciling.close();
        notifying.close();
    }
}

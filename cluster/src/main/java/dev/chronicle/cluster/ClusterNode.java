package dev.chronicle.cluster;

import dev.chronicle.pubsub.Transport;
import dev.chronicle.telemetry.Telemetry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * This program as a node of a cluster: it finds the others by itself, goes on when one of them
 * dies, is paused or cut off, and is joined again when they come back. Threads share it.
 */
public final class ClusterNode implements AutoCloseable {

    /** How long {@link #open} tries: 30 seconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(500);

    private final ClusterOptions options;
    private final JGroupsEngine engine;
    private final RegistryState state;
    private final WorkerRegistry registry;
    private final DepartedNodes departed;
    private final Gateway gateway;
    private final Transport channels;
    private final Distribution distribution;

    private ClusterNode(
            ClusterOptions options, JGroupsEngine engine, RegistryState state, Means means) {
        this.options = options;
        this.engine = engine;
        this.state = state;
        Agreement agreement = new Agreement(engine.network(), engine.consensus(), state);
        registry =
                new WorkerRegistry(
                        options.scopes().registry(), agreement, means.clock(), means.telemetry());
        departed = new DepartedNodes(engine.network(), engine.consensus(), state);
        gateway =
                new Gateway(
                        registry, engine.network(), Waits.real(means.random()), means.telemetry());
        channels = new ClusterTransport(options.scopes().pubSub(), engine.network());
        distribution =
                new Distribution(
                        new Distribution.Place(
                                options.scopes(),
                                engine.network(),
                                registry,
                                new Switchboard(engine.network()),
                                means.clock(),
                                Thread.ofVirtual().factory()),
                        means.telemetry());
        NodeTelemetry.tell(engine.network(), means.telemetry());
    }

    /**
     * What a node works with.
     *
     * @param clock says when workers are registered
     * @param random of the delays between attempts; shared by threads
     * @param telemetry hears of the node's work
     */
    public record Means(InstantSource clock, RandomGenerator random, Telemetry telemetry) {}

    /**
     * Starts the node and joins the others that run; it does not wait for a majority. A node that
     * died a moment ago may still be taken for alive, so this tries for {@link #PATIENCE}.
     *
     * @throws StartFailedException if it cannot join
     */
    public static ClusterNode open(ClusterOptions options, Means means)
            throws InterruptedException {
        Deadline end = Deadline.in(PATIENCE);
        while (true) {
            try {
                return openOnce(options, means);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (end.isOver()) {
                    throw new StartFailedException(options.self(), e);
                }
                Thread.sleep(TRY_AGAIN_AFTER);
            }
        }
    }

    private static ClusterNode openOnce(ClusterOptions options, Means means) throws Exception {
        RegistryState state = new RegistryState();
        JGroupsEngine engine = JGroupsEngine.prepare(options, state);
        ClusterNode node = new ClusterNode(options, engine, state, means);
        try {
            engine.join();
            return node;
        } catch (Exception e) {
            node.close();
            throw e;
        }
    }

    /** Who works for which store. */
    public WorkerRegistry registry() {
        return registry;
    }

    /** Calls to stores wherever they are, and the stores of this node for others. */
    public Gateway gateway() {
        return gateway;
    }

    /** Brings messages of channels to all nodes. To be given to one {@code PubSub}. */
    public Transport channels() {
        return channels;
    }

    /** Event sourcing on the nodes of the cluster that have the same scopes. */
    public Distribution distribution() {
        return distribution;
    }

    /** How the cluster looks from here. */
    public Status status() {
        View view = engine.network().view();
        return new Status(
                options.self(),
                view.members(),
                options.voters(),
                view.majority(),
                engine.consensus().leader(),
                registry.stores().stream()
                        .filter(it -> SharedWork.parse(it).isEmpty())
                        .flatMap(it -> registry.workers(it).stream())
                        .toList(),
                Assignments.of(registry));
    }

    /**
     * The cluster as a node sees it.
     *
     * @param self that node
     * @param members whom it can reach, itself included, sorted
     * @param voters all nodes there should be, sorted
     * @param majority whether more than half of these can be reached
     * @param leader who leads, if that is known
     * @param workers of all stores
     * @param assignments who does what of the work that nodes share
     */
    public record Status(
            Member self,
            List<Member> members,
            List<Member> voters,
            boolean majority,
            Optional<Member> leader,
            List<Worker> workers,
            Assignments assignments) {}

    Network network() {
        return engine.network();
    }

    Consensus consensus() {
        return engine.consensus();
    }

    RegistryState state() {
        return state;
    }

    /** Leaves the cluster. Stores that were offered stay open. */
    @Override
    public void close() {
        gateway.close();
        channels.close();
        registry.close();
        departed.close();
        engine.close();
    }
}

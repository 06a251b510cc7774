package dev.chronicle.cluster;

import java.time.Duration;

/**
 * Takes the workers of nodes that are gone out of the registry. Every node has one; that of the
 * leader acts, and only with a majority in view.
 */
final class DepartedNodes implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Network network;
    private final Consensus consensus;
    private final RegistryState state;
    private final Rounds rounds;

    DepartedNodes(Network network, Consensus consensus, RegistryState state) {
        this.network = network;
        this.consensus = consensus;
        this.state = state;
        rounds = new Rounds("departed-nodes", INTERVAL, this::remove);
        network.onView(_ -> rounds.soon());
        consensus.onLeader(rounds::soon);
    }

    private void remove() {
        View view = network.view();
        boolean leads = consensus.leader().filter(network.self()::equals).isPresent();
        if (!leads || !view.majority()) {
            return;
        }
        for (Member node : state.nodes()) {
            if (!view.has(node)) {
                Submission.await(
                        consensus, new RegistryCommand.RemoveNode(node).toBytes(), DEADLINE);
            }
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}

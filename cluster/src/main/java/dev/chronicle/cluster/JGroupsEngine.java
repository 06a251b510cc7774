package dev.chronicle.cluster;

import org.jgroups.JChannel;
import org.jgroups.protocols.TCPPING;

import java.nio.file.Files;
import java.time.Duration;

/** Network and consensus of one node by JGroups, made together since they share a channel. */
final class JGroupsEngine implements AutoCloseable {

    private static final Duration LOOK_FOR_ADDRESSES_EVERY = Duration.ofSeconds(2);

    private final ClusterOptions options;
    private final JChannel channel;
    private final JGroupsNetwork network;
    private final RaftConsensus consensus;
    private final Rounds addresses;

    private JGroupsEngine(ClusterOptions options, JChannel channel, StateMachine machine) {
        this.options = options;
        this.channel = channel;
        network = new JGroupsNetwork(channel, options.self(), options.voters());
        consensus = new RaftConsensus(channel, network, machine);
        addresses = new Rounds("addresses", LOOK_FOR_ADDRESSES_EVERY, this::exchangeAddresses);
    }

    /** Makes what is needed; the node is not in the cluster before {@link #join}. */
    static JGroupsEngine prepare(ClusterOptions options, StateMachine machine) throws Exception {
        Files.createDirectories(options.directory());
        options.addresses().announce(options.self(), options.bind());
        return new JGroupsEngine(options, JGroupsStack.channel(options), machine);
    }

    /** Joins the nodes that run, or waits alone for others. */
    void join() throws Exception {
        channel.connect("chronicle");
    }

    Network network() {
        return network;
    }

    Consensus consensus() {
        return consensus;
    }

    private void exchangeAddresses() {
        options.addresses().announce(options.self(), options.bind());
        TCPPING discovery = channel.getProtocolStack().findProtocol(TCPPING.class);
        discovery.setInitialHosts(JGroupsStack.hosts(options));
    }

    @Override
    public void close() {
        addresses.close();
        consensus.close();
        network.close();
    }
}

package dev.chronicle.cluster;

import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.PerDestinationBundler;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/** The protocols that a node speaks, from the sockets up to Raft, and how they are tuned. */
final class JGroupsStack {

    /** Behind the port of a node, the port on which others notice that it dies. */
    static final int DEATH_PORT_OFFSET = 100;

    /**
     * Without a heartbeat for so long, a node is suspected; then it is asked, and has to answer.
     */
    private static final long SILENCE_MILLIS = 2500;

    /** To connect takes so long at most; then it is tried again with the next message. */
    private static final int CONNECT_MILLIS = 500;

    /** The most messages that wait for one node; with flow control there are never so many. */
    private static final int MAX_WAITING = 4096;

    /**
     * After so long the leader tells followers what is committed, and sends what they lack. The
     * other means to tell them soon, {@code send_commits_immediately}, starves a follower that is
     * behind: it and the leader then answer each other without end (seen with jgroups-raft 1.1.3).
     */
    private static final long RESEND_MILLIS = 50;

    private JGroupsStack() {}

    static JChannel channel(ClusterOptions options) throws Exception {
        JChannel channel =
                new JChannel(
                        tcp(options),
                        new TCPPING()
                                .setInitialHosts(hosts(options))
                                .setPortRange(0)
                                .asyncDiscovery(true),
                        new MERGE3().setMinInterval(250).setMaxInterval(1000),
                        // one port: where nobody answers it waits a second for each, on the
                        // thread that brings a new view
                        new FD_SOCK2()
                                .setBindAddress(options.bind().getAddress())
                                .setOffset(DEATH_PORT_OFFSET)
                                .setPortRange(0),
                        new FD_ALL3().setTimeout(SILENCE_MILLIS).setInterval(500),
                        new VERIFY_SUSPECT2().setTimeout(500),
                        new NAKACK2().useMcastXmit(false),
                        new UNICAST3(),
                        new STABLE(),
                        new NO_DUPES(),
                        new GMS()
                                .setJoinTimeout(1000)
                                .setLeaveTimeout(1000)
                                .setViewAckCollectionTimeout(1000)
                                .setMergeTimeout(2000)
                                .printLocalAddress(false),
                        new UFC().setMaxBlockTime(1000),
                        new MFC().setMaxBlockTime(1000),
                        new FRAG4(),
                        new RaftElection(),
                        raft(options));
        channel.name(options.self().name());
        return channel;
    }

    private static TCP tcp(ClusterOptions options) throws GeneralSecurityException {
        TCP tcp = new TCP();
        tcp.setBindAddr(options.bind().getAddress())
                .setBindPort(options.bind().getPort())
                .setPortRange(0)
                .useVirtualThreads(true);
        tcp.setSockConnTimeout(CONNECT_MILLIS).setMaxLength(2 * Network.MAX_MESSAGE);
        // otherwise a question waits up to 40 ms for the acknowledgement of what was sent before it
        tcp.tcpNodelay(true);
        tcp.logAcceptError(false);
        // a thread for each receiver, and for each connection: by one thread for all, a node that
        // cannot be reached would keep heartbeats from those that can
        tcp.setBundler(new PerDestinationBundler().useSingleSenderThread(false));
        tcp.nonBlockingSends(true).maxSendQueue(MAX_WAITING);
        Optional<SSLContext> tls = Optional.empty();
        if (options.secret().isPresent()) {
            tls = Optional.of(ClusterTls.context(options.secret().get()));
        }
        tcp.setSocketFactory(new JGroupsSockets(tls));
        return tcp;
    }

    private static RAFT raft(ClusterOptions options) {
        return new RaftProtocol(RESEND_MILLIS)
                .members(options.voters().stream().map(Member::name).toList())
                .raftId(options.self().name())
                .logDir(options.directory().toString())
                .logUseFsync(true);
    }

    /** Where the others can be found, as far as their names can be looked up now. */
    static List<InetSocketAddress> hosts(ClusterOptions options) {
        return options.addresses().addresses().values().stream()
                .map(JGroupsStack::lookedUp)
                .filter(it -> !it.isUnresolved())
                .toList();
    }

    private static InetSocketAddress lookedUp(InetSocketAddress address) {
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }
}

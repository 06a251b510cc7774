package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.Log;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.RaftHeader;
import org.jgroups.raft.util.CommitTable;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class RaftProtocolTest {

    @TempDir Path directory;

    /** Keeps what the Raft above it sends. */
    private static final class Sent extends Protocol {

        private final List<AppendEntriesRequest> requests = new CopyOnWriteArrayList<>();
        private final List<Integer> sizes = new CopyOnWriteArrayList<>();

        @Override
        public Object down(Message message) {
            RaftHeader header = message.getHeader(up_prot.getId());
            if (header instanceof AppendEntriesRequest request) {
                requests.add(request);
                sizes.add(message.<LogEntries>getObject().size());
            }
            return down_prot.down(message);
        }
    }

    private JChannel channel() throws Exception {
        Member self = new Member("alone");
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free(1).getFirst());
        return JGroupsStack.channel(
                new ClusterOptions(
                        self,
                        List.of(self),
                        address,
                        AddressBook.of(Map.of(self, address)),
                        directory,
                        Optional.empty(),
                        ClusterOptions.Scopes.standard()));
    }

    /** Does something before an entry is read. */
    private static Log before(Log log, Runnable something) {
        return (Log)
                Proxy.newProxyInstance(
                        Log.class.getClassLoader(),
                        new Class<?>[] {Log.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("get")) {
                                something.run();
                            }
                            return method.invoke(log, arguments);
                        });
    }

    /** A node that leads itself. */
    private final class Leader implements AutoCloseable {

        private final JChannel channel = channel();
        private final RaftProtocol raft =
                channel.getProtocolStack().findProtocol(RaftProtocol.class);
        private final Sent sent = new Sent();

        Leader() throws Exception {
            raft.stateMachine(new NothingRemembered());
            channel.getProtocolStack()
                    .insertProtocol(sent, ProtocolStack.Position.BELOW, RaftProtocol.class);
            channel.connect("raft");
            eventually("it leads", raft::isLeader);
        }

        void agree(int times) throws Exception {
            for (int i = 0; i < times; i++) {
                assertThat(raft.set(new byte[1], 0, 1)).isEmpty();
            }
            sent.requests.clear();
            sent.sizes.clear();
        }

        @Override
        public void close() {
            channel.close();
        }
    }

    @Test
    void who_stops_to_lead_while_it_sends_does_not_say_to_lead_in_the_next_term() throws Exception {
        try (Leader leader = new Leader()) {
            leader.agree(1);
            RaftProtocol raft = leader.raft;
            long term = raft.currentTerm();
            Log log = raft.log();
            raft.log(before(log, () -> raft.setLeaderAndTerm(null, term + 1)));

            raft.sendAppendEntriesMessage(UUID.randomUUID(), new CommitTable.Entry(1));

            assertThat(raft.isLeader()).isFalse();
            raft.log(log);
            assertThat(raft.currentTerm()).isGreaterThan(term);
            assertThat(leader.sent.requests).isNotEmpty();
            assertThat(leader.sent.requests).allMatch(it -> it.currTerm() == term);
        }
    }

    @Test
    void a_follower_that_had_to_refuse_an_entry_is_sent_all_that_it_lacks() throws Exception {
        try (Leader leader = new Leader()) {
            leader.agree(5);

            leader.raft.sendAppendEntriesMessage(
                    UUID.randomUUID(), new CommitTable.Entry(2).sendSingleMessage(true));

            assertThat(leader.sent.sizes).containsExactly(4);
        }
    }
}

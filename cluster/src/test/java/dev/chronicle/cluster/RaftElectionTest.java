package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

class RaftElectionTest {

    @TempDir static Path directory;

    private static final List<JChannel> channels = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        List<Integer> ports = Ports.free(3);
        Map<Member, InetSocketAddress> addresses = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            addresses.put(
                    new Member("n" + i),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(i)));
        }
        for (Map.Entry<Member, InetSocketAddress> node : addresses.entrySet()) {
            JChannel channel =
                    JGroupsStack.channel(
                            new ClusterOptions(
                                    node.getKey(),
                                    List.copyOf(addresses.keySet()),
                                    node.getValue(),
                                    AddressBook.of(addresses),
                                    directory.resolve(node.getKey().name()),
                                    Optional.empty(),
                                    ClusterOptions.Scopes.standard()));
            channels.add(channel);
            raft(channel).stateMachine(new NothingRemembered());
            channel.connect("election");
        }
        eventually("all know the leader", RaftElectionTest::allKnowTheLeader);
    }

    @AfterAll
    static void stop() {
        channels.forEach(JChannel::close);
    }

    private static RAFT raft(JChannel channel) {
        return channel.getProtocolStack().findProtocol(RAFT.class);
    }

    private static RaftElection election(JChannel channel) {
        return channel.getProtocolStack().findProtocol(RaftElection.class);
    }

    private static boolean allKnowTheLeader() {
        return channels.stream().allMatch(it -> it.getView().size() == 3)
                && channels.stream().filter(it -> raft(it).isLeader()).count() == 1
                && channels.stream().map(it -> "" + raft(it).leader()).distinct().count() == 1;
    }

    private static void allLook() {
        channels.forEach(it -> election(it).look());
    }

    @Test
    void who_has_missed_who_leads_hears_it_again() {
        JChannel follower =
                channels.stream().filter(it -> !raft(it).isLeader()).findFirst().orElseThrow();
        long term = raft(follower).currentTerm();
        raft(follower).setLeaderAndTerm(null);
        assertThat(raft(follower).leader()).isNull();

        allLook();

        eventually("all know the leader", RaftElectionTest::allKnowTheLeader);
        assertThat(raft(follower).currentTerm()).isEqualTo(term);
    }

    @Test
    void where_nobody_leads_and_no_view_comes_one_is_elected_in_a_few_looks() {
        channels.forEach(it -> raft(it).setLeaderAndTerm(null));
        assertThat(channels.stream().anyMatch(it -> raft(it).isLeader())).isFalse();

        eventually(
                "all know the leader",
                () -> {
                    allLook();
                    return allKnowTheLeader();
                });
    }

    @Test
    void a_leader_of_a_term_that_is_over_for_the_others_is_replaced() {
        JChannel leader =
                channels.stream().filter(it -> raft(it).isLeader()).findFirst().orElseThrow();
        long over = raft(leader).currentTerm();
        channels.stream()
                .filter(it -> it != leader)
                .forEach(it -> raft(it).setLeaderAndTerm(null, over + 5));
        assertThat(raft(leader).isLeader()).isTrue();

        eventually(
                "all know the leader",
                () -> {
                    allLook();
                    return allKnowTheLeader();
                });
        assertThat(raft(leader).currentTerm()).isGreaterThan(over + 5);
    }
}

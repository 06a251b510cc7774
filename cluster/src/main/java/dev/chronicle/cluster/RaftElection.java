package dev.chronicle.cluster;

import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.raft.ELECTION;

/**
 * The election of jgroups-raft, whose outcome nobody misses. As it is (1.1.3), who leads is said
 * once; a node that hears it before it has the view that the leader is in drops it, and knows no
 * leader until something is agreed on. And an election begins only with a new view: where a leader
 * comes back from a pause and the new one has died meanwhile, it goes on to lead in a term that is
 * over for the others, who know no leader and wait for ever.
 */
final class RaftElection extends ELECTION {

    /** Who knows no leader for so many looks has one elected; the next in the view later. */
    private static final int PATIENCE = 3;

    private int withoutLeader;

    RaftElection() {
        setId(ClassConfigurator.getProtocolId(ELECTION.class));
    }

    /** Says again who leads, or has one elected. To be called every second or so, by one thread. */
    void look() {
        View seen = view;
        if (seen == null || !isMajorityAvailable()) {
            withoutLeader = 0;
            return;
        }
        long term = raft.currentTerm();
        Address leader = raft.leader();
        if (leader == null || !seen.containsMember(leader)) {
            haveOneElected(seen.getMembers().indexOf(local_addr));
            return;
        }
        withoutLeader = 0;
        // of one term, or a node would be called the leader of a term that is another's
        if (raft.isLeader() && raft.currentTerm() == term) {
            sendLeaderElectedMessage(leader, term);
        }
    }

    private void haveOneElected(int place) {
        if (++withoutLeader >= PATIENCE + 2 * place) {
            withoutLeader = 0;
            startVotingThread();
        }
    }
}

package dev.chronicle.cluster;

import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.raft.RAFT;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Raft of jgroups-raft, in which a node that is behind catches up also while much is agreed on.
 * As it is (1.1.3), the leader sends followers what they lack only when it has had nothing to do
 * for a while; with enough to do it never does, and who was away stays behind.
 */
final class RaftProtocol extends RAFT {

    private final long everyNanos;

    /** Of the one thread on which this protocol works. */
    private long lastSent = System.nanoTime();

    /**
     * Makes it.
     *
     * @param everyMillis after how long followers are sent what they lack
     */
    RaftProtocol(long everyMillis) {
        everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
        setId(ClassConfigurator.getProtocolId(RAFT.class));
        resendInterval(everyMillis);
    }

    @Override
    protected void process(List<Request> requests) {
        super.process(requests);
        long now = System.nanoTime();
        if (now - lastSent > everyNanos && isLeader()) {
            lastSent = now;
            flushCommitTable();
        }
    }
}

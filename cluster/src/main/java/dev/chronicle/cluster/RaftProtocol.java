package dev.chronicle.cluster;

import org.jgroups.Address;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.raft.util.CommitTable;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Raft of jgroups-raft, with three things mended that it (1.1.3) does not do well.
 *
 * <ul>
 *   <li>A node that is behind catches up also while much is agreed on. The leader sends followers
 *       what they lack only when it has had nothing to do for a while; with enough to do it never
 *       does, and who was away stays behind.
 *   <li>What a follower lacks is sent many entries at a time. As it is, one at a time once an entry
 *       came that did not join what the follower has; and with enough to do, such a one comes
 *       before the follower's next, so that it lags ever more.
 *   <li>Nobody says to lead in a term that is another's. A leader whose term ends while it sends
 *       goes on under the next one, for which somebody else is elected; who hears it first follows
 *       it, refuses the true leader, and is left behind until there is a further term.
 * </ul>
 */
final class RaftProtocol extends RAFT {

    /** The most entries that a follower is sent again at a time. */
    private static final int MOST = 500;

    /** The term in which this node leads and sends. */
    private static final ScopedValue<Long> TERM = ScopedValue.newInstance();

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
    public void start() throws Exception {
        log_impl = RaftLog.open(Path.of(createLogName(raftId(), "log")));
        super.start();
    }

    @Override
    public long currentTerm() {
        return TERM.isBound() ? TERM.get() : super.currentTerm();
    }

    @Override
    protected void sendAppendEntriesMessage(Address member, CommitTable.Entry entry) {
        entry.sendSingleMessage(false);
        long term = super.currentTerm();
        // of one term: that does not go back
        if (isLeader() && super.currentTerm() == term) {
            ScopedValue.where(TERM, term).run(() -> super.sendAppendEntriesMessage(member, entry));
        }
    }

    @Override
    protected void resend(Address target, long from, long to) {
        super.resend(target, from, Math.min(to, from + MOST - 1));
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

package dev.chronicle.cluster;

import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Consensus by jgroups-raft. A command goes to the leader as a question, so that it has a deadline
 * like every other; while there is no leader it waits for one, as long as a majority is in view.
 */
final class RaftConsensus implements Consensus {

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration TEND_EVERY = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(50);

    private final RAFT raft;
    private final Network network;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Rounds looking;
    private final Rounds tending;
    private volatile Optional<Member> seenLeader = Optional.empty();

    RaftConsensus(JChannel channel, Network network, StateMachine machine) {
        this.network = network;
        raft = RAFT.findProtocol(RAFT.class, channel.getProtocolStack().getTopProtocol(), true);
        raft.stateMachine(new Applied(machine));
        network.serve(Service.CONSENSUS, (_, request) -> commit(request));
        looking = new Rounds("leader", LOOK_EVERY, this::look);
        RaftElection election = channel.getProtocolStack().findProtocol(RaftElection.class);
        tending = new Rounds("election", TEND_EVERY, election::look);
        raft.addRoleListener(_ -> looking.soon());
        network.onView(_ -> looking.soon());
    }

    /** What jgroups-raft applies commands to. */
    private record Applied(StateMachine machine) implements org.jgroups.raft.StateMachine {

        @Override
        public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
            return machine.apply(Arrays.copyOfRange(data, offset, offset + length));
        }

        @Override
        public void readContentFrom(DataInput in) throws IOException {
            byte[] snapshot = new byte[in.readInt()];
            in.readFully(snapshot);
            machine.restore(snapshot);
        }

        @Override
        public void writeContentTo(DataOutput out) throws IOException {
            byte[] snapshot = machine.snapshot();
            out.writeInt(snapshot.length);
            out.write(snapshot);
        }
    }

    private void look() {
        Optional<Member> now = leader();
        if (!now.equals(seenLeader)) {
            seenLeader = now;
            listeners.forEach(Runnable::run);
        }
    }

    @Override
    public Optional<Member> leader() {
        Address leader = raft.leader();
        return leader == null ? Optional.empty() : Optional.of(JGroupsNetwork.member(leader));
    }

    @Override
    public void onLeader(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public CompletableFuture<byte[]> submit(byte[] command, Duration deadline) {
        if (command.length > MAX_COMMAND) {
            throw new IllegalArgumentException(
                    "a command is too large: bytes=%d limit=%d"
                            .formatted(command.length, MAX_COMMAND));
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("chronicle-submit")
                .start(
                        () -> {
                            try {
                                answer.complete(submitUntil(command, deadline));
                            } catch (RuntimeException e) {
                                answer.completeExceptionally(e);
                            } catch (InterruptedException e) {
                                answer.completeExceptionally(new ClusterClosedException());
                            }
                        });
        return answer;
    }

    /** Commands may be applied twice without harm, so that a lost answer is no reason to stop. */
    private byte[] submitUntil(byte[] command, Duration deadline) throws InterruptedException {
        Deadline end = Deadline.in(deadline);
        RuntimeException last = new NoMajorityException("there is no leader");
        for (Duration left = deadline; left.isPositive(); left = end.left()) {
            if (!network.view().majority()) {
                throw new NoMajorityException("members=" + network.view().members());
            }
            Optional<Member> leader = leader();
            if (leader.isPresent()) {
                try {
                    return submitTo(leader.get(), command, left);
                } catch (ClusterClosedException e) {
                    throw e;
                } catch (ClusterException e) {
                    last = e;
                }
            }
            Thread.sleep(TRY_AGAIN_AFTER);
        }
        throw new NoMajorityException("deadlineMillis=" + deadline.toMillis(), last);
    }

    private byte[] submitTo(Member leader, byte[] command, Duration left) {
        byte[] request = new WireWriter().i64(left.toMillis()).bytes(command).toByteArray();
        try {
            return network.ask(leader, Service.CONSENSUS, request, left).join();
        } catch (CompletionException e) {
            throw Failures.unwrapped(e);
        }
    }

    /** The leader's part. */
    private byte[] commit(byte[] request) throws InterruptedException {
        WireReader in = new WireReader(request);
        long millis = Math.clamp(in.i64(), 1, 60_000);
        byte[] command = in.bytes();
        in.end();
        try {
            return raft.setAsync(command, 0, command.length, null)
                    .get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NoMajorityException("millis=" + millis, e);
        }
    }

    @Override
    public void close() {
        looking.close();
        tending.close();
    }

    /** Where this node stands: for those who look for a fault. */
    @Override
    public String toString() {
        return "role=%s leader=%s term=%d appended=%d committed=%d"
                .formatted(
                        raft.role(),
                        leader(),
                        raft.currentTerm(),
                        raft.lastAppended(),
                        raft.commitIndex());
    }
}

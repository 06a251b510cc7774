package dev.chronicle.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A log of commands that every node of a {@link FakeNetwork} applies, as far as a majority can be
 * reached: the first of its nodes leads. A command is applied on all nodes that the leader reaches
 * before its submission returns; the others catch up when they meet again, from the log or, after
 * {@link #compact}, from a snapshot. Threads share it.
 */
final class FakeConsensus {

    private final FakeNetwork network;
    private final List<byte[]> log = new ArrayList<>();
    private final Map<Member, Node> nodes = new HashMap<>();
    private byte[] snapshot = new byte[0];
    private int snapshotAt;
    private boolean losesAnswers;
    private boolean repeats;

    FakeConsensus(FakeNetwork network) {
        this.network = network;
        network.onChange(this::changed);
    }

    Consensus join(Member self, StateMachine machine) {
        Node node = new Node(self, machine);
        synchronized (this) {
            nodes.put(self, node);
        }
        changed();
        return node;
    }

    /** Whoever is behind gets a snapshot from now on, and not the commands. */
    synchronized void compact() {
        Node ahead =
                nodes.values().stream()
                        .max((a, b) -> Integer.compare(a.applied, b.applied))
                        .orElseThrow();
        snapshot = ahead.machine.snapshot();
        snapshotAt = ahead.applied;
    }

    /** Whether commands are applied from now on, but who submitted them does not hear of it. */
    synchronized void loseAnswers(boolean lost) {
        losesAnswers = lost;
    }

    /**
     * Whether commands are submitted once more from now on, as when the answer to the first attempt
     * is lost.
     */
    synchronized void repeat(boolean repeated) {
        repeats = repeated;
    }

    private void changed() {
        List<Runnable> listeners = new ArrayList<>();
        synchronized (this) {
            catchUp();
            for (Node node : nodes.values()) {
                Optional<Member> leader = leaderSeenBy(node.self);
                if (network.runs(node.self) && !leader.equals(node.leader)) {
                    node.leader = leader;
                    listeners.addAll(node.listeners);
                }
            }
        }
        listeners.forEach(Runnable::run);
    }

    private Optional<Member> leaderSeenBy(Member member) {
        return network.hasMajority(member)
                ? network.reachableVoters(member).stream().filter(nodes::containsKey).findFirst()
                : Optional.empty();
    }

    private void catchUp() {
        for (Node node : nodes.values()) {
            if (!network.runs(node.self) || !network.hasMajority(node.self)) {
                continue;
            }
            if (node.applied < snapshotAt) {
                node.machine.restore(snapshot);
                node.applied = snapshotAt;
            }
            while (node.applied < log.size()) {
                node.answer = node.machine.apply(log.get(node.applied));
                node.applied++;
            }
        }
    }

    private final class Node implements Consensus {

        private final Member self;
        private final StateMachine machine;
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile Optional<Member> leader = Optional.empty();
        private int applied;
        private byte[] answer = new byte[0];

        Node(Member self, StateMachine machine) {
            this.self = self;
            this.machine = machine;
        }

        @Override
        public CompletableFuture<byte[]> submit(byte[] command, Duration deadline) {
            if (command.length > MAX_COMMAND) {
                throw new IllegalArgumentException("too large: bytes=" + command.length);
            }
            synchronized (FakeConsensus.this) {
                if (leaderSeenBy(self).isEmpty()) {
                    return CompletableFuture.failedFuture(new NoMajorityException("node=" + self));
                }
                log.add(command.clone());
                if (repeats) {
                    log.add(command.clone());
                }
                catchUp();
                return losesAnswers
                        ? CompletableFuture.failedFuture(
                                new NoMajorityException("the answer is lost"))
                        : CompletableFuture.completedFuture(answer);
            }
        }

        @Override
        public Optional<Member> leader() {
            return leader;
        }

        @Override
        public void onLeader(Runnable listener) {
            listeners.add(listener);
        }

        @Override
        public void close() {
            synchronized (FakeConsensus.this) {
                nodes.remove(self);
            }
        }
    }
}

package dev.chronicle.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A network in one process, with nodes that can be cut off, paused and killed, and answers that get
 * lost. No time passes in it: what would be answered too late fails at once with {@link
 * DeadlineExceededException}. Views change on the thread that changes the network. Threads share
 * it.
 */
final class FakeNetwork {

    private final Set<Member> voters;
    private final Map<Member, Node> nodes = new TreeMap<>();
    private final List<Runnable> changes = new CopyOnWriteArrayList<>();
    private final Set<Member> island = new HashSet<>();
    private final Set<Member> paused = new HashSet<>();
    private final Map<Member, Integer> lostAnswers = new ConcurrentHashMap<>();
    private final Map<Member, Integer> lostRequests = new ConcurrentHashMap<>();
    private volatile boolean lossyTell;

    FakeNetwork(String... voters) {
        this.voters = new TreeSet<>(List.of(voters).stream().map(Member::new).toList());
    }

    /** Starts a node, which joins all others that it can reach. */
    Network join(String name) {
        Node node = new Node(new Member(name));
        synchronized (this) {
            if (nodes.putIfAbsent(node.self, node) != null) {
                throw new IllegalStateException("it runs already: " + name);
            }
        }
        changed();
        return node;
    }

    /** Cuts these nodes off from all others; they still see each other. */
    void cut(String... names) {
        synchronized (this) {
            island.clear();
            List.of(names).forEach(it -> island.add(new Member(it)));
        }
        changed();
    }

    /** Joins what was cut. */
    void heal() {
        cut();
    }

    /** Stops a node where it is: it does not notice, and answers nobody. */
    void pause(String name) {
        synchronized (this) {
            paused.add(new Member(name));
        }
        changed();
    }

    /** Lets a paused node go on. */
    void resume(String name) {
        synchronized (this) {
            paused.remove(new Member(name));
        }
        changed();
    }

    /** Ends a node without a word. */
    void kill(String name) {
        synchronized (this) {
            nodes.remove(new Member(name));
            paused.remove(new Member(name));
        }
        changed();
    }

    /** Loses the next answers of a node, after it has done what was asked. */
    void loseAnswers(String from, int count) {
        lostAnswers.put(new Member(from), count);
    }

    /** Loses the next requests to a node. */
    void loseRequests(String to, int count) {
        lostRequests.put(new Member(to), count);
    }

    /** Whether what is told reaches nobody from now on. */
    void loseTold(boolean lost) {
        lossyTell = lost;
    }

    /** Called after every change of who can reach whom. */
    void onChange(Runnable change) {
        changes.add(change);
    }

    private void changed() {
        List<Runnable> calls = new ArrayList<>();
        synchronized (this) {
            for (Node node : nodes.values()) {
                if (!paused.contains(node.self)) {
                    node.look(calls);
                }
            }
        }
        changes.forEach(Runnable::run);
        calls.forEach(Runnable::run);
    }

    private synchronized Node node(Member member) {
        return Objects.requireNonNull(nodes.get(member), member::name);
    }

    synchronized boolean runs(Member member) {
        return nodes.containsKey(member) && !paused.contains(member);
    }

    synchronized boolean connected(Member a, Member b) {
        return runs(a) && runs(b) && island.contains(a) == island.contains(b);
    }

    /** The voters that a member can reach, itself included if it is one; sorted. */
    synchronized List<Member> reachableVoters(Member from) {
        return voters.stream().filter(it -> connected(from, it)).toList();
    }

    boolean hasMajority(Member member) {
        return reachableVoters(member).size() > voters.size() / 2;
    }

    private static boolean loses(Map<Member, Integer> losses, Member member) {
        boolean[] lost = {false};
        losses.computeIfPresent(
                member,
                (_, left) -> {
                    lost[0] = left > 0;
                    return Math.max(0, left - 1);
                });
        return lost[0];
    }

    private final class Node implements Network {

        private final Member self;
        private final Handlers handlers;
        private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();
        private final Questions<Member> questions = new Questions<>();
        private volatile View view = new View(0, List.of(), false);

        Node(Member self) {
            this.self = self;
            handlers = new Handlers(self);
            view = new View(0, List.of(self), false);
        }

        /** Under the network's lock. */
        void look(List<Runnable> calls) {
            List<Member> members =
                    nodes.keySet().stream().filter(it -> connected(self, it)).toList();
            View seen = new View(view.number() + 1, members, hasMajority(self));
            if (seen.members().equals(view.members()) && seen.majority() == view.majority()) {
                return;
            }
            view = seen;
            calls.add(() -> questions.failUnless((member, _) -> seen.has(member)));
            listeners.forEach(it -> calls.add(() -> it.accept(seen)));
        }

        @Override
        public Member self() {
            return self;
        }

        @Override
        public View view() {
            return view;
        }

        @Override
        public void onView(Consumer<View> listener) {
            listeners.add(listener);
        }

        @Override
        public void serve(Service service, RequestHandler handler) {
            handlers.serve(service, handler);
        }

        @Override
        public CompletableFuture<byte[]> ask(
                Member to, Service service, byte[] request, Duration deadline) {
            Network.requireSize(request);
            if (!view.has(to)) {
                return CompletableFuture.failedFuture(
                        new MemberUnreachableException(to, "it is not in the view"));
            }
            if (!connected(self, to) || loses(lostRequests, to)) {
                return CompletableFuture.failedFuture(late(to, deadline));
            }
            Questions.Question<Member> question = questions.open(to, to, service, deadline);
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            var _ =
                    answer.whenComplete(
                            (bytes, failure) -> {
                                if (failure != null) {
                                    question.answer().completeExceptionally(failure);
                                } else if (loses(lostAnswers, to) || !connected(self, to)) {
                                    question.answer().completeExceptionally(late(to, deadline));
                                } else {
                                    question.answer().complete(bytes);
                                }
                            });
            node(to).handlers.answer(self, service, request, answer);
            return question.outcome();
        }

        private static DeadlineExceededException late(Member to, Duration deadline) {
            return new DeadlineExceededException("ask " + to, deadline);
        }

        @Override
        public void tell(Service service, byte[] message) {
            if (lossyTell) {
                return;
            }
            List<Node> others;
            synchronized (FakeNetwork.this) {
                others =
                        nodes.values().stream()
                                .filter(it -> it != this && connected(self, it.self))
                                .toList();
            }
            for (Node other : others) {
                other.handlers.take(self, service, message);
            }
        }

        @Override
        public void close() {
            questions.close();
            kill(self.name());
        }
    }
}

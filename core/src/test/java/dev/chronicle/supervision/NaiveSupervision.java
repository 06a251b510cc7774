package dev.chronicle.supervision;

import dev.chronicle.supervision.ChildStatus.State;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What a tree of supervisors does, without threads: one failure at a time, to its end. */
final class NaiveSupervision {

    final Node root;
    final Map<String, List<String>> log = new HashMap<>();
    final List<String> escalated = new ArrayList<>();
    private final RandomGenerator jitter;

    NaiveSupervision(Random random, RandomGenerator jitter) {
        this.jitter = jitter;
        root = new Node("root", random, 3);
    }

    /** A supervisor, or without children a task. */
    static final class Node {
        final String name;
        final Strategy strategy;
        final int max;
        final Duration period = Duration.ofSeconds(5);
        final List<Node> children = new ArrayList<>();
        private final List<Instant> restartTimes = new ArrayList<>();
        private State state = State.RUNNING;
        private boolean done;
        private int restarts;
        private String lastFailure = "-";

        Node(String name, Random random, int depth) {
            this.name = name;
            strategy = Strategy.values()[random.nextInt(3)];
            max = random.nextInt(name.equals("root") ? 8 : 4);
            int width = depth == 0 ? 0 : 1 + random.nextInt(4);
            for (int i = 0; i < width; i++) {
                boolean task = random.nextInt(3) > 0;
                children.add(new Node(name + "." + i, random, task ? 0 : depth - 1));
            }
        }

        boolean isTask() {
            return children.isEmpty();
        }

        void describe(List<String> lines) {
            lines.add("%s %s %d %s".formatted(name, state, restarts, lastFailure));
            children.forEach(it -> it.describe(lines));
        }
    }

    static String parent(String name) {
        return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    }

    List<Node> running() {
        List<Node> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(Node node, List<Node> found) {
        if (node.isTask() && node.state == State.RUNNING) {
            found.add(node);
        }
        node.children.forEach(it -> collect(it, found));
    }

    void order(Node node, String order, Instant now) {
        if (order.isEmpty()) {
            node.done = true;
            node.state = State.TERMINATED;
        } else {
            fail(node, "java.lang.IllegalStateException: " + order, now);
        }
    }

    private void fail(Node node, String failure, Instant now) {
        Node above = find(root, parent(node.name));
        node.lastFailure = failure;
        above.restartTimes.removeIf(at -> at.isBefore(now.minus(above.period)));
        if (above.restartTimes.size() >= above.max) {
            node.state = State.FAILED;
            stop(above.children);
            if (above == root) {
                escalated.add(node.name);
            } else {
                above.state = State.BACKING_OFF;
                GaveUpException gaveUp =
                        new GaveUpException(above.name, node.name, new IllegalStateException());
                fail(above, gaveUp.toString(), now);
            }
            return;
        }
        above.restartTimes.add(now);
        node.state = State.BACKING_OFF;
        String wait = "" + Backoff.standard().delay(above.restartTimes.size(), jitter);
        if (above.strategy == Strategy.ONE_FOR_ONE) {
            note("sleep " + node.name, wait);
            start(node);
            return;
        }
        boolean all = above.strategy == Strategy.ONE_FOR_ALL;
        int from = all ? 0 : above.children.indexOf(node);
        List<Node> group = above.children.subList(from, above.children.size());
        stop(group);
        note("sleep " + above.name, wait);
        group.forEach(this::start);
    }

    private static Node find(Node node, String name) {
        Node at = node;
        while (!at.name.equals(name)) {
            Node here = at;
            at =
                    here.children.stream()
                            .filter(it -> (name + ".").startsWith(it.name + "."))
                            .findFirst()
                            .orElseThrow();
        }
        return at;
    }

    private void start(Node node) {
        if (!node.done) {
            note(parent(node.name), "start " + node.name);
            node.restarts++;
            node.state = State.RUNNING;
            node.restartTimes.clear();
            node.children.forEach(this::start);
        }
    }

    private void stop(List<Node> nodes) {
        for (Node node : nodes.reversed()) {
            if (node.state == State.RUNNING) {
                note("stops", node.name);
                stop(node.children);
                node.state = State.TERMINATED;
            }
        }
    }

    void close() {
        stop(root.children);
    }

    private void note(String key, String entry) {
        log.computeIfAbsent(key, _ -> new ArrayList<>()).add(entry);
    }
}

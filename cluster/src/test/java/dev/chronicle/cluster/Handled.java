package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the runs of a projection have handled, on all nodes, in the order in which it happened. */
final class Handled {

    private final List<Run> runs = new ArrayList<>();
    private final Map<Long, List<Run>> byPosition = new HashMap<>();

    /** A node's time with a partition. */
    final class Run {

        final String node;
        final Partition partition;
        private long last;
        private boolean disturbed;

        private Run(String node, Partition partition) {
            this.node = node;
            this.partition = partition;
        }

        void handle(Event event) {
            synchronized (Handled.this) {
                long position = event.position().value();
                if (position <= last || !partition.has(event.stream())) {
                    throw new AssertionError("out of order, or of another partition: " + event);
                }
                last = position;
                byPosition.computeIfAbsent(position, _ -> new ArrayList<>()).add(this);
            }
        }

        @Override
        public String toString() {
            return node + partition + (disturbed ? " disturbed" : "");
        }
    }

    synchronized Run begin(String node, Partition partition) {
        Run run = new Run(node, partition);
        runs.add(run);
        return run;
    }

    /** Something happens to the node, so that what it does may be done again by others. */
    synchronized void disturb(String node) {
        runs.stream().filter(it -> it.node.equals(node)).forEach(it -> it.disturbed = true);
    }

    synchronized int count() {
        return byPosition.size();
    }

    /** How many were handled more than once. */
    synchronized long doubled() {
        return byPosition.values().stream().filter(it -> it.size() > 1).count();
    }

    /** Nothing is left out; what came twice did so because of something that had happened. */
    synchronized void check(long head) {
        TreeSet<Long> positions = new TreeSet<>(byPosition.keySet());
        assertThat(positions).hasSize((int) head);
        assertThat(positions.last()).isEqualTo(head);
        byPosition.forEach(
                (position, by) ->
                        assertThat(by.stream().filter(it -> !it.disturbed).count())
                                .as("position %d was handled by %s", position, by)
                                .isLessThanOrEqualTo(1));
    }
}

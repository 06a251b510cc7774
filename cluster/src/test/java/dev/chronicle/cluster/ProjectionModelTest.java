package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.Projection;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Five nodes share projections and are killed, started, paused and cut off from each other at
 * random, while events are written. In the end every event was handled; one that was handled twice
 * was so because something had happened to the node that did it first; and state that keeps its own
 * position has each once, in order.
 */
@ExtendWith(SeededRandomness.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProjectionModelTest {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 300 : 60;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final int PARTITIONS = 4;

    private final MemoryEventStore log = new MemoryEventStore();
    private final MemoryCheckpointStore checkpoints = new MemoryCheckpointStore();
    private final Nodes nodes = new Nodes("a", "b", "c", "d", "e");
    private final Map<String, ProjectingNode> running = new TreeMap<>();
    private final Map<String, ClusteredProjection> noting = new HashMap<>();
    private final Set<String> paused = new HashSet<>();
    private final Set<String> cut = new HashSet<>();
    private final Handled handled = new Handled();
    private final SharedPositions state = new SharedPositions();

    @Test
    void nothing_is_left_out_and_what_comes_twice_has_a_reason(RandomGenerator random) {
        NAMES.forEach(this::start);
        for (int round = 0; round < ROUNDS; round++) {
            happen(random);
            write(random.nextInt(40));
            LockSupport.parkNanos(random.nextInt(30) * 1_000_000L);
        }
        mend();
        write(10);
        long head = log.head().value();
        Eventually.eventually("every event is handled", () -> handled.count() == head);
        Eventually.eventually("the state is there", () -> state.positions().size() == head);
        handled.check(head);
        assertThat(state.positions()).isEqualTo(LongStream.rangeClosed(1, head).boxed().toList());
        requireOneOwnerEach();
        running.values().forEach(ProjectingNode::close);
        nodes.close();
    }

    private void start(String name) {
        ProjectingNode node = new ProjectingNode(nodes, name, log, checkpoints);
        running.put(name, node);
        noting.put(name, node.noting("noting", PARTITIONS, handled));
        node.projections.partitioned(
                "state",
                1,
                _ -> Projection.into("state", Query.all(), state.through(node.gate)).batch(10));
    }

    private void happen(RandomGenerator random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(6)) {
            case 0 -> kill(name);
            case 1 -> startAgain(name);
            case 2 -> pause(name);
            case 3 -> resume(name);
            case 4 -> cut(random);
            default -> heal();
        }
    }

    private void kill(String name) {
        ProjectingNode node = running.remove(name);
        if (node != null) {
            handled.disturb(name);
            paused.remove(name);
            node.die();
            nodes.cluster().kill(name);
        }
    }

    private void startAgain(String name) {
        if (!running.containsKey(name)) {
            nodes.cluster().start(name);
            start(name);
        }
    }

    private void pause(String name) {
        ProjectingNode node = running.get(name);
        if (node != null && paused.add(name)) {
            node.gate.pause();
            handled.disturb(name);
            nodes.network().pause(name);
        }
    }

    private void resume(String name) {
        ProjectingNode node = running.get(name);
        if (node != null && paused.remove(name)) {
            handled.disturb(name);
            node.gate.resume();
            nodes.network().resume(name);
        }
    }

    private void cut(RandomGenerator random) {
        heal();
        NAMES.stream().filter(_ -> random.nextInt(3) == 0).forEach(cut::add);
        NAMES.forEach(handled::disturb);
        nodes.network().cut(cut.toArray(String[]::new));
    }

    private void heal() {
        cut.forEach(handled::disturb);
        cut.clear();
        nodes.network().heal();
    }

    private void mend() {
        heal();
        List.copyOf(paused).forEach(this::resume);
        NAMES.forEach(this::startAgain);
    }

    private void write(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StreamId stream = new StreamId("thing", "key-" + (log.head().value() + i) % 23);
            events.add(NewEvent.of(stream, "Happened").build());
        }
        if (count > 0) {
            log.append(events).join();
        }
    }

    private void requireOneOwnerEach() {
        Eventually.eventually(
                "all nodes are in it",
                () ->
                        noting.values().stream()
                                .allMatch(it -> it.owners().size() == PARTITIONS && isShared(it)));
        Eventually.eventually(
                "each partition runs on one node",
                () ->
                        noting.values().stream().mapToInt(it -> it.statuses().size()).sum()
                                == PARTITIONS);
        assertThat(noting.values().stream().map(ClusteredProjection::owners).distinct()).hasSize(1);
    }

    private boolean isShared(ClusteredProjection projection) {
        return NAMES.stream()
                .allMatch(
                        it ->
                                nodes.cluster()
                                                .registry(it)
                                                .group(
                                                        "projection/%d/%s"
                                                                .formatted(
                                                                        projection.partitions(),
                                                                        projection.name()))
                                                .nodes()
                                                .size()
                                        == NAMES.size());
    }
}

package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.ParkedEvents;
import dev.chronicle.projection.PoisonPolicy;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.projection.ProjectionStatus;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.TelemetryEvent;
import dev.chronicle.telemetry.TelemetryEvent.PartitionLeft;
import dev.chronicle.telemetry.TelemetryEvent.PartitionTaken;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusteredProjectionsTest {

    private final MemoryEventStore log = new MemoryEventStore();
    private final MemoryCheckpointStore checkpoints = new MemoryCheckpointStore();
    private final Nodes nodes = new Nodes("a", "b", "c");
    private final Map<String, ProjectingNode> started = new TreeMap<>();
    private final Map<String, ClusteredProjection> shared = new HashMap<>();
    private final Handled handled = new Handled();

    private ProjectingNode start(String name) {
        ProjectingNode node = new ProjectingNode(nodes, name, log, checkpoints);
        started.put(name, node);
        return node;
    }

    private void share(String name, int partitions) {
        shared.put(name, start(name).noting("p", partitions, handled));
    }

    private ProjectingNode started(String name) {
        return Objects.requireNonNull(started.get(name));
    }

    private ClusteredProjection shared(String name) {
        return Objects.requireNonNull(shared.get(name));
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            StreamId stream = new StreamId("thing", "key-" + log.head().value() % 50);
            EventStore store =
                    started.values().stream()
                            .findFirst()
                            .<EventStore>map(it -> it.store)
                            .orElse(log);
            store.append(List.of(NewEvent.of(stream, "Happened").build())).join();
        }
    }

    private void awaitAll() {
        Eventually.eventually("all are handled", () -> handled.count() == log.head().value());
    }

    /** All these nodes know each other, and each runs what is its own. */
    private void awaitShared(int partitions, String... names) {
        for (String name : names) {
            Eventually.eventually(
                    name + " runs what is its own",
                    () -> {
                        List<Member> owners = shared(name).owners();
                        long own = owners.stream().filter(new Member(name)::equals).count();
                        return registered(name) == names.length
                                && owners.size() == partitions
                                && shared(name).statuses().size() == own;
                    });
        }
    }

    private int registered(String name) {
        return nodes.cluster()
                .registry(name)
                .group("projection/" + shared(name).partitions() + "/p")
                .nodes()
                .size();
    }

    private String owner() {
        return shared("a").owners().getFirst().name();
    }

    private void kill(String name) {
        handled.disturb(name);
        started(name).die();
        started.remove(name);
        nodes.cluster().kill(name);
    }

    @AfterEach
    void close() {
        started.values().forEach(ProjectingNode::close);
        nodes.close();
    }

    @Test
    void one_node_of_all_runs_what_is_to_be_run_once() {
        List.of("a", "b", "c").forEach(name -> share(name, 1));
        awaitShared(1, "a", "b", "c");
        write(300);
        awaitAll();
        handled.check(300);
        assertThat(handled.doubled()).isZero();
        assertThat(shared.values().stream().filter(it -> !it.statuses().isEmpty())).hasSize(1);
        assertThat(shared.values())
                .extracting(ClusteredProjection::owners)
                .containsOnly(shared("a").owners());
    }

    @Test
    void partitions_are_shared_out_anew_when_nodes_come_and_go_and_nothing_is_done_twice() {
        share("a", 8);
        awaitShared(8, "a");
        write(200);
        share("b", 8);
        write(200);
        share("c", 8);
        write(200);
        awaitShared(8, "a", "b", "c");
        assertThat(shared("a").owners().stream().distinct()).hasSizeGreaterThan(1);
        write(200);
        started("b").projections.close();
        write(200);
        awaitAll();
        handled.check(1000);
        assertThat(handled.doubled()).isZero();
        assertThat(shared("a").owners()).doesNotContain(new Member("b"));
    }

    @Test
    void another_node_goes_on_from_the_checkpoint_when_the_owner_is_killed() {
        List.of("a", "b", "c").forEach(name -> share(name, 1));
        awaitShared(1, "a", "b", "c");
        write(100);
        awaitAll();
        Eventually.eventually("the position is kept", () -> checkpoint().equals(new Position(100)));
        kill(owner());
        assertThat(started).hasSize(2);
        write(100);
        awaitAll();
        handled.check(200);
        assertThat(handled.doubled()).isZero();
    }

    private Position checkpoint() {
        return checkpoints.names().stream()
                .map(checkpoints::load)
                .max(Position::compareTo)
                .orElse(Position.START);
    }

    @Test
    void a_node_that_sees_no_majority_stops_and_goes_on_when_it_does_again() {
        List.of("a", "b", "c").forEach(name -> share(name, 4));
        awaitShared(4, "a", "b", "c");
        write(100);
        handled.disturb("a");
        nodes.network().cut("a");
        Eventually.eventually("a has stopped", () -> shared("a").statuses().isEmpty());
        awaitShared(4, "b", "c");
        write(100);
        awaitAll();
        nodes.network().heal();
        awaitShared(4, "a", "b", "c");
        write(100);
        awaitAll();
        handled.check(300);
    }

    @Test
    void what_a_paused_node_says_when_it_goes_on_counts_no_more() {
        List.of("a", "b", "c").forEach(name -> share(name, 1));
        awaitShared(1, "a", "b", "c");
        write(100);
        awaitAll();
        String paused = owner();
        handled.disturb(paused);
        started(paused).gate.pause();
        write(50);
        nodes.network().pause(paused);
        String other = paused.equals("a") ? "b" : "a";
        Eventually.eventually(
                "another has taken over",
                () -> !shared(other).owners().contains(new Member(paused)));
        awaitAll();
        started(paused).gate.resume();
        write(50);
        awaitAll();
        nodes.network().resume(paused);
        awaitShared(1, "a", "b", "c");
        write(50);
        awaitAll();
        Eventually.eventually("the position is kept", () -> checkpoint().equals(new Position(250)));
        handled.check(250);
        assertThat(checkpoints.names()).hasSize(1);
    }

    @Test
    void checkpoints_of_a_cluster_whose_memory_was_lost_are_taken_over() {
        checkpoints.save("once/test/p/0-of-1@1000", new Position(5));
        write(20);
        List.of("a", "b", "c").forEach(name -> share(name, 1));
        awaitShared(1, "a", "b", "c");
        Eventually.eventually("the rest is handled", () -> handled.count() == 15);
        Eventually.eventually("the position is kept", () -> checkpoint().equals(new Position(20)));
        assertThat(checkpoints.names())
                .singleElement()
                .satisfies(it -> assertThat(epoch(it)).isGreaterThan(1000));
    }

    private static long epoch(String checkpoint) {
        return Long.parseLong(checkpoint.substring(checkpoint.indexOf('@') + 1));
    }

    @Test
    void every_node_has_its_own_of_what_runs_everywhere() throws InterruptedException {
        Map<String, List<Long>> seen = new ConcurrentHashMap<>();
        for (String name : List.of("a", "b", "c")) {
            List<Long> own = new CopyOnWriteArrayList<>();
            seen.put(name, own);
            start(name)
                    .projections
                    .everywhere(
                            Projection.of("p", Query.all(), it -> own.add(it.position().value())));
        }
        write(100);
        Eventually.eventually(
                "each has all", () -> seen.values().stream().allMatch(it -> it.size() == 100));
        started.values().forEach(ProjectingNode::close);
        List<Long> onA = Objects.requireNonNull(seen.get("a"));
        ProjectingNode again = start("a");
        var running =
                again.projections.everywhere(
                        Projection.of("p", Query.all(), it -> onA.add(it.position().value())));
        assertThat(running.awaitPosition(log.head(), Duration.ofSeconds(30))).isTrue();
        assertThat(onA).hasSize(100).doesNotHaveDuplicates();
        assertThat(checkpoints.names())
                .containsExactly(
                        "everywhere/test/a/p", "everywhere/test/b/p", "everywhere/test/c/p");
    }

    @Test
    void telemetry_says_who_has_what() {
        share("a", 1);
        awaitShared(1, "a");
        write(10);
        awaitAll();
        started("a").projections.close();
        List<TelemetryEvent> told =
                started("a").told.stream()
                        .filter(it -> it instanceof PartitionTaken || it instanceof PartitionLeft)
                        .toList();
        assertThat(told).hasSize(2);
        assertThat(told.getFirst())
                .isInstanceOfSatisfying(
                        PartitionTaken.class,
                        it -> assertThat(it).isEqualTo(new PartitionTaken("p", 0, it.epoch(), 0)));
        assertThat(told.getLast())
                .isInstanceOfSatisfying(
                        PartitionLeft.class,
                        it -> assertThat(it).isEqualTo(new PartitionLeft("p", 0, it.epoch(), 10)));
    }

    @Test
    void a_projection_of_another_system_is_another() throws Exception {
        share("a", 1);
        awaitShared(1, "a");
        Handled others = new Handled();
        MemoryEventStore otherLog = new MemoryEventStore();
        try (WorkerRegistry registry = nodes.cluster().registry("b", "other");
                ClusteredProjections projections =
                        nodes.distribution("b", "other", registry)
                                .projections(otherLog, checkpoints, ProjectionOptions.standard())) {
            CountDownLatch done = new CountDownLatch(3);
            projections.partitioned(
                    "p",
                    1,
                    partition -> {
                        Handled.Run run = others.begin("b", partition);
                        return Projection.of(
                                "p",
                                Query.all(),
                                event -> {
                                    run.handle(event);
                                    done.countDown();
                                });
                    });
            write(10);
            NewEvent event = NewEvent.of(new StreamId("thing", "x"), "Happened").build();
            for (int i = 0; i < 3; i++) {
                otherLog.append(List.of(NewEvent.of(event.stream(), "Happened").build())).get();
            }
            done.await();
            awaitAll();
            assertThat(shared("a").owners()).containsExactly(new Member("a"));
            assertThat(others.count()).isEqualTo(3);
        }
        assertThat(checkpoints.names())
                .anyMatch(it -> it.startsWith("once/other/p/"))
                .anyMatch(it -> it.startsWith("once/test/p/"));
    }

    @Test
    void each_part_has_its_own_parked_events() {
        ParkedEvents parked = ParkedEvents.inMemory();
        PoisonPolicy park = PoisonPolicy.park(1, parked, 100);
        ClusteredProjection parts =
                start("a")
                        .projections
                        .partitioned(
                                "p",
                                2,
                                _ ->
                                        Projection.of(
                                                        "p",
                                                        Query.all(),
                                                        ClusteredProjectionsTest::fail)
                                                .onPoison(park));
        write(20);
        Eventually.eventually(
                "all are parked",
                () -> parked.of("p/0").size() + parked.of("p/1").size() == log.head().value());
        assertThat(parts.statuses().values())
                .extracting(ProjectionStatus::name)
                .containsExactly("p/0", "p/1");
        for (int number = 0; number < 2; number++) {
            Partition part = new Partition(number, 2, 1);
            assertThat(parked.of("p/" + number)).isNotEmpty().allMatch(it -> part.has(it.stream()));
        }
    }

    private static void fail(Event event) {
        throw new IllegalStateException("cannot: " + event.position());
    }

    @Test
    void what_cannot_be_started_is_refused_and_changes_nothing() {
        share("a", 1);
        ClusteredProjections projections = started("a").projections;
        Projection named = Projection.of("p", Query.all(), _ -> {});
        assertThatThrownBy(() -> projections.once(named))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("name=projection/1/p");
        assertThatThrownBy(() -> projections.partitioned("q", 0, _ -> named))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partitions=0");
        assertThatThrownBy(() -> projections.partitioned("q", 129, _ -> named))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> projections.partitioned("q".repeat(190), 1, _ -> named))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=190");
        projections.close();
        assertThatThrownBy(() -> projections.partitioned("q", 1, _ -> named))
                .isInstanceOf(IllegalStateException.class);
    }
}

package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.TelemetryCounters;
import dev.chronicle.telemetry.TelemetryCounts;
import dev.chronicle.telemetry.TelemetryEvent;
import dev.chronicle.telemetry.TelemetryEvent.ClusterEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

class ClusterTelemetryTest {

    private final FakeCluster cluster = new FakeCluster("a", "b", "c");
    private final List<TelemetryEvent> events = new CopyOnWriteArrayList<>();
    private final TelemetryCounters counters = new TelemetryCounters();

    @BeforeEach
    void attach() {
        var _ = cluster.node("a").telemetry().attach(events::add);
        var _ = cluster.node("a").telemetry().attach(counters);
        NodeTelemetry.tell(cluster.node("a").network(), cluster.node("a").telemetry());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private <E extends TelemetryEvent> List<E> seen(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void every_node_tells_of_workers_that_come_and_go_anywhere() {
        cluster.registry("b").register("orders", "w");
        cluster.registry("b").unregister("orders", "w");

        assertThat(seen(ClusterEvent.WorkerRegistered.class))
                .containsExactly(new ClusterEvent.WorkerRegistered("orders", "b", "w"));
        assertThat(seen(ClusterEvent.WorkerUnregistered.class))
                .containsExactly(new ClusterEvent.WorkerUnregistered("orders", "b", "w", "asked"));
    }

    @Test
    void the_workers_of_a_dead_node_are_not_dropped_silently() {
        cluster.registry("c").register("orders", "w");
        cluster.kill("c");

        eventually(
                "it is told",
                () ->
                        seen(ClusterEvent.WorkerUnregistered.class)
                                .contains(
                                        new ClusterEvent.WorkerUnregistered(
                                                "orders", "c", "w", "node_gone")));
    }

    @Test
    void a_lookup_is_told_with_its_count() {
        cluster.registry("b").register("orders", "w");
        assertThat(cluster.registry("a").workers("orders")).hasSize(1);

        assertThat(seen(ClusterEvent.WorkersLookedUp.class))
                .contains(new ClusterEvent.WorkersLookedUp("orders", 1));
    }

    @Test
    void nodes_that_come_and_go_are_told_with_how_many_there_are() {
        cluster.kill("c");
        cluster.start("c");

        assertThat(seen(ClusterEvent.NodeDown.class))
                .containsExactly(new ClusterEvent.NodeDown("c", 2));
        assertThat(seen(ClusterEvent.NodeUp.class))
                .containsExactly(new ClusterEvent.NodeUp("c", 3));
    }

    @Test
    void calls_are_told_from_their_start_to_their_end_and_counted() throws Exception {
        CallOptions quick =
                CallOptions.defaults()
                        .retry(new Retry(Duration.ofMillis(1), Duration.ofMillis(2), 2));
        try (Gateway a = gateway("a");
                Gateway b = gateway("b");
                MemoryEventStore store = new MemoryEventStore()) {
            b.offer("orders", "w", store);
            a.execute("orders", quick, worker -> worker.head());
            cluster.network().loseRequests("b", 1);
            a.execute("orders", quick, worker -> worker.head());
            cluster.network().loseRequests("b", 100);
            assertThatThrownBy(() -> a.execute("orders", quick, worker -> worker.head()))
                    .isInstanceOf(RetriesExhaustedException.class);
        }

        assertThat(seen(ClusterEvent.RequestRetried.class))
                .extracting(ClusterEvent.RequestRetried::attempt)
                .containsExactly(1, 1);
        assertThat(seen(ClusterEvent.RetriesExhausted.class))
                .extracting(ClusterEvent.RetriesExhausted::attempts)
                .containsExactly(2);
        assertThat(counters.read().cluster().requests())
                .isEqualTo(new TelemetryCounts.Requests(3, 2, 1, 2, 1));
        assertThat(counters.read().cluster().workersRegistered()).isEqualTo(1);
    }

    private Gateway gateway(String node) {
        return new Gateway(
                cluster.registry(node),
                cluster.node(node).network(),
                Waits.real(new Random()),
                cluster.node(node).telemetry());
    }
}

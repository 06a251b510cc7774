package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Query;
import dev.chronicle.projection.PoisonPolicy;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.server.http.HttpLimits;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.telemetry.TelemetryEvent;

import org.hawkular.agent.prometheus.text.TextPrometheusMetricDataParser;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class MetricsTest {

    @TempDir Path directory;

    private static Map<String, MetricFamily> scraped(TestServer server) throws Exception {
        HttpResponse<InputStream> answer = SseClient.request(server.port(), "/metrics");
        byte[] text = answer.body().readAllBytes();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain; version=0.0.4");
        TextPrometheusMetricDataParser parser =
                new TextPrometheusMetricDataParser(new ByteArrayInputStream(text));
        Map<String, MetricFamily> families = new LinkedHashMap<>();
        for (MetricFamily family = parser.parse(); family != null; family = parser.parse()) {
            assertThat(families.put(family.getName(), family)).as(family.getName()).isNull();
        }
        // the parser leaves out what it cannot read
        long announced =
                new String(text, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("# TYPE"))
                        .count();
        assertThat(families).hasSize((int) announced);
        return families;
    }

    private static List<Metric> metrics(Map<String, MetricFamily> families, String name) {
        return Objects.requireNonNull(families.get(name), name).getMetrics();
    }

    private static double value(
            Map<String, MetricFamily> families, String name, Map<String, String> labels) {
        List<Metric> found =
                metrics(families, name).stream()
                        .filter(it -> it.getLabels().equals(labels))
                        .toList();
        assertThat(found).as(name + labels).hasSize(1);
        return found.getFirst() instanceof Counter counter
                ? counter.getValue()
                : ((Gauge) found.getFirst()).getValue();
    }

    private static Histogram histogram(Map<String, MetricFamily> families, String name) {
        return (Histogram) metrics(families, name).getFirst();
    }

    @Test
    void projections_beside_the_server_are_in_its_metrics() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        try (MemoryEventStore store = new MemoryEventStore();
                TestServer server = TestServer.of(store);
                Projections projections =
                        new Projections(
                                store,
                                new MemoryCheckpointStore(),
                                ProjectionOptions.standard()
                                        .telemetry(server.telemetry())
                                        .onPoison(_ -> stopped.countDown()))) {
            for (String id : List.of("1", "2", "3")) {
                server.exchange(TestServer.post(id));
            }
            RunningProjection all =
                    projections.start(Projection.of("all", Query.all(), event -> {}));
            projections.start(
                    Projection.of(
                                    "stuck",
                                    Query.all(),
                                    event -> {
                                        if (event.position().value() > 1) {
                                            throw new IllegalStateException("broken");
                                        }
                                    })
                            .onPoison(PoisonPolicy.stop(1)));
            assertThat(all.awaitPosition(store.head(), Duration.ofSeconds(50))).isTrue();
            stopped.await();
            Map<String, MetricFamily> families = scraped(server);
            Map<String, String> ofAll = Map.of("projection", "all");
            Map<String, String> ofStuck = Map.of("projection", "stuck");

            assertThat(value(families, "chronicle_projection_lag", ofAll)).isZero();
            assertThat(value(families, "chronicle_projection_position", ofAll)).isEqualTo(3);
            assertThat(value(families, "chronicle_projection_events_total", ofAll)).isEqualTo(3);
            assertThat(value(families, "chronicle_projection_lag", ofStuck)).isEqualTo(2);
            assertThat(value(families, "chronicle_projection_position", ofStuck)).isEqualTo(1);
            assertThat(value(families, "chronicle_projection_starts_total", Map.of())).isEqualTo(2);
        }
    }

    @Test
    void the_part_that_a_node_has_in_shared_work_is_counted() throws Exception {
        try (SegmentEventStore store = SegmentEventStore.open(directory);
                TestServer server = TestServer.with(store, HttpLimits.standard())) {
            server.telemetry().emit(new TelemetryEvent.PartitionTaken("p", 0, 1, 0));
            server.telemetry().emit(new TelemetryEvent.PartitionTaken("p", 1, 1, 0));
            server.telemetry().emit(new TelemetryEvent.PartitionLeft("p", 1, 1, 9));
            server.telemetry().emit(new TelemetryEvent.CommandRerouted("Item", "b", "gone"));
            Map<String, MetricFamily> families = scraped(server);
            String partitions = "chronicle_cluster_partitions_total";

            assertThat(value(families, partitions, Map.of("what", "taken"))).isEqualTo(2);
            assertThat(value(families, partitions, Map.of("what", "left"))).isEqualTo(1);
            assertThat(value(families, "chronicle_cluster_commands_rerouted_total", Map.of()))
                    .isEqualTo(1);
        }
    }

    @Test
    void every_count_of_the_server_is_there() throws Exception {
        try (SegmentEventStore store = SegmentEventStore.open(directory);
                TestServer server = TestServer.with(store, HttpLimits.standard())) {
            server.telemetry().emit(new TelemetryEvent.ProjectionAdvanced("one", 1, 1, 0));

            assertThat(scraped(server).keySet())
                    .contains(
                            "chronicle_store_appended_events_total",
                            "chronicle_store_batch_events",
                            "chronicle_store_sync_seconds",
                            "chronicle_store_duplicate_events_total",
                            "chronicle_aggregator_events_total",
                            "chronicle_queue_depth",
                            "chronicle_projection_lag",
                            "chronicle_consumer_restarts_total",
                            "chronicle_restarts_total",
                            "chronicle_channel_dropped_total",
                            "chronicle_commands_total",
                            "chronicle_command_seconds",
                            "chronicle_aggregate_load_seconds",
                            "chronicle_sse_clients");
        }
    }

    @Test
    void a_real_parser_reads_what_the_server_counts() throws Exception {
        try (SegmentEventStore store = SegmentEventStore.open(directory);
                TestServer server = TestServer.with(store, HttpLimits.standard());
                SseClient _ = SseClient.open(server.port(), "/events/stream");
                SseClient _ = SseClient.open(server.port(), "/channels/events/t")) {
            for (String id : List.of("1", "2", "2")) {
                assertThat(server.exchange(TestServer.post(id))).contains("202 Accepted");
            }
            assertThat(
                            server.exchange(
                                    "POST /channels/events/t HTTP/1.1\r\nHost: x\r\n"
                                            + "Content-Length: 1\r\nConnection: close\r\n\r\n1"))
                    .contains("202 Accepted");
            server.exchange(
                    "POST /channels/alerts/t HTTP/1.1\r\nHost: x\r\n"
                            + "Content-Length: 1\r\nConnection: close\r\n\r\n1");
            Map<String, MetricFamily> families = scraped(server);
            Map<String, String> none = Map.of();
            Map<String, String> events = Map.of("channel", "events");

            assertThat(value(families, "chronicle_store_position", none)).isEqualTo(2);
            assertThat(value(families, "chronicle_store_open", none)).isEqualTo(1);
            assertThat(value(families, "chronicle_store_appended_events_total", none)).isEqualTo(2);
            assertThat(value(families, "chronicle_store_duplicate_events_total", none))
                    .isEqualTo(1);
            assertThat(value(families, "chronicle_sse_clients", none)).isEqualTo(2);
            assertThat(value(families, "chronicle_http_connections", none))
                    .isGreaterThanOrEqualTo(2);
            assertThat(value(families, "chronicle_queue_depth", Map.of("queue", "audit"))).isZero();
            assertThat(value(families, "chronicle_channel_published_total", events)).isEqualTo(1);
            assertThat(value(families, "chronicle_channel_delivered_total", events)).isEqualTo(1);
            assertThat(
                            value(
                                    families,
                                    "chronicle_channel_refused_total",
                                    Map.of("channel", "alerts", "reason", "signature")))
                    .isEqualTo(1);
            assertThat(value(families, "chronicle_restarts_total", none)).isZero();
            Histogram syncs = histogram(families, "chronicle_store_sync_seconds");
            assertThat(syncs.getSampleCount()).isEqualTo(2);
            assertThat(syncs.getSampleSum()).isPositive();
            assertThat(syncs.getBuckets()).hasSize(18);
            assertThat(syncs.getBuckets().getLast().getCumulativeCount()).isEqualTo(2);
            Histogram batches = histogram(families, "chronicle_store_batch_events");
            assertThat(batches.getSampleSum()).isEqualTo(2);
            assertThat(batches.getBuckets().getFirst().getUpperBound()).isEqualTo(1);
            assertThat(batches.getBuckets().getFirst().getCumulativeCount()).isEqualTo(2);
            double processed =
                    metrics(families, "chronicle_consumer_processed_total").stream()
                            .filter(it -> "audit".equals(it.getLabels().get("queue")))
                            .mapToDouble(it -> ((Counter) it).getValue())
                            .sum();
            assertThat(processed).isEqualTo(3);
        }
    }
}

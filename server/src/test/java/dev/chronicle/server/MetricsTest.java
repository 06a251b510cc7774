package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.http.HttpLimits;
import dev.chronicle.store.segment.SegmentEventStore;

import org.hawkular.agent.prometheus.text.TextPrometheusMetricDataParser;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.Summary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
            Summary syncs = (Summary) metrics(families, "chronicle_store_sync_seconds").getFirst();
            assertThat(syncs.getSampleCount()).isBetween(1L, 3L);
            assertThat(syncs.getSampleSum()).isPositive();
            double processed =
                    metrics(families, "chronicle_consumer_processed_total").stream()
                            .filter(it -> "audit".equals(it.getLabels().get("queue")))
                            .mapToDouble(it -> ((Counter) it).getValue())
                            .sum();
            assertThat(processed).isEqualTo(3);
        }
    }
}

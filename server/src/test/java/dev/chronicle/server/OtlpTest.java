package dev.chronicle.server;

import static dev.chronicle.server.OtlpReceiver.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.channel.redis.RedisAddress;
import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.projection.ProjectionState;
import dev.chronicle.projection.Projections;
import dev.chronicle.server.backend.LogAccess;
import dev.chronicle.server.backend.Mode;
import dev.chronicle.server.it.RealRedis;
import dev.chronicle.server.otel.InvalidExportException;
import dev.chronicle.server.otel.OtlpExport;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.store.segment.SegmentEventStore;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a collector gets to see. */
@Timeout(60)
class OtlpTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private static String post(String id, String traceparent) {
        String body =
                """
                {"id":"%s","actor":"a","action":"b","resource_type":"c","resource_id":"d"}\
                """
                        .formatted(id);
        return request("/events", body, traceparent);
    }

    private static String request(String path, String body, String traceparent) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.length()
                + "\r\ntraceparent: "
                + traceparent
                + "\r\nConnection: close\r\n\r\n"
                + body;
    }

    private static String sampled(String traceId) {
        return "00-" + traceId + "-" + CALLER + "-01";
    }

    private static String traceId(int number) {
        return "%032x".formatted(number);
    }

    private static Map<String, Span> byName(List<Span> spans) {
        return spans.stream().collect(Collectors.toMap(Span::getName, Function.identity()));
    }

    private static Span span(Map<String, Span> spans, String name) {
        return Objects.requireNonNull(spans.get(name), () -> name + " of " + spans.keySet());
    }

    private static String parent(Span span) {
        return hex(span.getParentSpanId());
    }

    private static String attribute(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(it -> it.getKey().equals(name))
                .map(KeyValue::getValue)
                .map(it -> it.hasIntValue() ? Long.toString(it.getIntValue()) : it.getStringValue())
                .findFirst()
                .orElse("none");
    }

    private static Projections following(TestServer server, MemoryEventStore store) {
        return new Projections(
                store,
                new MemoryCheckpointStore(),
                ProjectionOptions.standard().telemetry(server.telemetry()));
    }

    @Test
    void a_request_is_one_trace_from_the_caller_to_the_projection() throws Exception {
        MemoryEventStore store = new MemoryEventStore();
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1.2.3");
                TestServer server = TestServer.exporting(store, export);
                Projections projections = following(server, store)) {
            projections.start(Projection.of("copies", Query.all(), event -> {}));

            assertThat(server.exchange(post("e-1", sampled(TRACE)))).contains("202 Accepted");
            Map<String, Span> spans = byName(receiver.awaitTrace(TRACE, 5));

            Span request = span(spans, "POST /events");
            Span send = span(spans, "send audit");
            Span process = span(spans, "process audit");
            Span append = span(spans, "append");
            Span projection = span(spans, "projection copies");
            assertThat(spans).hasSize(5);
            assertThat(parent(request)).isEqualTo(CALLER);
            assertThat(parent(send)).isEqualTo(hex(request.getSpanId()));
            assertThat(parent(process)).isEqualTo(hex(send.getSpanId()));
            assertThat(parent(append)).isEqualTo(hex(process.getSpanId()));
            assertThat(parent(projection)).isEqualTo(hex(append.getSpanId()));
            assertThat(Stream.of(request, send, process).map(Span::getKind))
                    .containsExactly(
                            Span.SpanKind.SPAN_KIND_SERVER,
                            Span.SpanKind.SPAN_KIND_PRODUCER,
                            Span.SpanKind.SPAN_KIND_CONSUMER);
            assertThat(attribute(request, "http.request.method")).isEqualTo("POST");
            assertThat(attribute(request, "http.route")).isEqualTo("/events");
            assertThat(attribute(request, "http.response.status_code")).isEqualTo("202");
            assertThat(attribute(process, "chronicle.consumer")).startsWith("consumer-");
            assertThat(attribute(append, "chronicle.append.events")).isEqualTo("1");
            assertThat(attribute(projection, "chronicle.event.id")).isEqualTo("e-1");
            assertThat(spans.values())
                    .allMatch(it -> it.getEndTimeUnixNano() >= it.getStartTimeUnixNano())
                    .noneMatch(
                            it -> it.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(append.getEndTimeUnixNano())
                    .isLessThanOrEqualTo(process.getEndTimeUnixNano());
            assertThat(receiver.resource())
                    .containsEntry("service.name", "chronicle")
                    .containsEntry("service.version", "1.2.3");
        }
    }

    @Test
    void a_published_batch_is_one_trace_with_every_event_that_a_projection_keeps()
            throws Exception {
        MemoryEventStore store = new MemoryEventStore();
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                TestServer server = TestServer.exporting(store, export);
                Projections projections = following(server, store)) {
            projections.start(Projection.into("kept", Query.all(), new KeptPosition()));
            String event =
                    """
                    {"event_id":"%s","topic":"t","source":"s","timestamp":"2026-01-01T00:00:00Z",\
                    "payload":{"message":"m","timestamp":"2026-01-01T00:00:00Z"}}\
                    """;
            String body =
                    "{\"events\":[%s,%s]}".formatted(event.formatted("1"), event.formatted("2"));

            assertThat(server.exchange(request("/publish", body, sampled(TRACE))))
                    .contains("200 OK");
            List<Span> spans = receiver.awaitTrace(TRACE, 6);

            assertThat(spans.stream().map(Span::getName))
                    .containsExactlyInAnyOrder(
                            "POST /publish",
                            "send aggregator",
                            "process aggregator",
                            "append",
                            "projection kept",
                            "projection kept");
            assertThat(
                            spans.stream()
                                    .filter(it -> it.getName().equals("projection kept"))
                                    .map(it -> attribute(it, "chronicle.event.id")))
                    .containsExactlyInAnyOrder("1", "2");
        }
    }

    /** Keeps where it is and nothing else. */
    private static final class KeptPosition implements ProjectionState<Event> {

        private Position position = Position.START;

        @Override
        public Position position() {
            return position;
        }

        @Override
        public void apply(List<Event> events, Position upTo) {
            position = upTo;
        }

        @Override
        public void reset() {
            position = Position.START;
        }
    }

    @Test
    void requests_that_share_an_append_stay_apart() throws Exception {
        int requests = 40;
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                TestServer server = TestServer.exporting(new MemoryEventStore(), export)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 1; i <= requests; i++) {
                String request = post("e-" + i, sampled(traceId(i)));
                threads.add(
                        Thread.ofVirtual()
                                .start(
                                        () -> {
                                            try {
                                                server.exchange(request);
                                            } catch (IOException e) {
                                                throw new IllegalStateException(e);
                                            }
                                        }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (int i = 1; i <= requests; i++) {
                Map<String, Span> spans = byName(receiver.awaitTrace(traceId(i), 4));
                assertThat(spans)
                        .containsOnlyKeys("POST /events", "send audit", "process audit", "append");
                assertThat(parent(span(spans, "append")))
                        .isEqualTo(hex(span(spans, "process audit").getSpanId()));
            }
        }
    }

    @Test
    void a_trace_goes_on_behind_redis(@TempDir Path directory) throws Exception {
        try (RealRedis redis = new RealRedis(directory);
                OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                TestServer server =
                        TestServer.exporting(
                                new MemoryEventStore(),
                                TestServer.OPTIONS.shared(
                                        Mode.ALL,
                                        Optional.of(RedisAddress.parse(redis.url(0))),
                                        LogAccess.OWN),
                                export)) {
            assertThat(server.exchange(post("e-1", sampled(TRACE)))).contains("202 Accepted");
            Map<String, Span> spans = byName(receiver.awaitTrace(TRACE, 4));

            assertThat(parent(span(spans, "process audit")))
                    .isEqualTo(hex(span(spans, "send audit").getSpanId()));
            assertThat(parent(span(spans, "append")))
                    .isEqualTo(hex(span(spans, "process audit").getSpanId()));
            assertThat(server.exchange(TestServer.post("e-2"))).contains("202 Accepted");
        }
    }

    @Test
    void who_does_not_want_to_be_traced_is_not() throws Exception {
        String unsampled = "00-" + TRACE + "-" + CALLER + "-00";
        String after = traceId(7);
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                TestServer server = TestServer.exporting(new MemoryEventStore(), export)) {
            assertThat(server.exchange(post("e-1", unsampled))).contains("202 Accepted");
            assertThat(server.exchange(post("e-2", sampled(after)))).contains("202 Accepted");

            assertThat(receiver.awaitTrace(after, 4)).hasSize(4);
            assertThat(receiver.trace(TRACE)).isEmpty();
        }
    }

    @Test
    void an_answer_with_an_error_is_in_its_span() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                TestServer server = TestServer.exporting(new MemoryEventStore(), export)) {
            server.exchange(request("/events", "{}", sampled(traceId(1))));
            server.exchange(request("/nowhere/at/all", "{}", sampled(traceId(2))));

            Span bad = receiver.awaitTrace(traceId(1), 1).getFirst();
            Span unknown = receiver.awaitTrace(traceId(2), 1).getFirst();
            assertThat(attribute(bad, "http.response.status_code")).isEqualTo("400");
            assertThat(bad.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
            assertThat(unknown.getName()).isEqualTo("POST");
            assertThat(attribute(unknown, "http.response.status_code")).isEqualTo("404");
        }
    }

    @Test
    void a_store_that_refuses_is_an_error_from_the_append_to_the_request() throws Exception {
        MemoryEventStore store = new MemoryEventStore();
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                TestServer server = TestServer.exporting(store, export)) {
            store.close();
            server.exchange(post("e-1", sampled(TRACE)));

            Map<String, Span> spans = byName(receiver.awaitTrace(TRACE, 4));
            assertThat(span(spans, "append").getStatus().getCode())
                    .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(attribute(span(spans, "POST /events"), "http.response.status_code"))
                    .isEqualTo("503");
        }
    }

    @Test
    void a_projection_that_fails_says_so_in_the_trace_of_the_event() throws Exception {
        MemoryEventStore store = new MemoryEventStore();
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                TestServer server = TestServer.exporting(store, export);
                Projections projections = following(server, store)) {
            List<String> failed = new ArrayList<>();
            projections.start(
                    Projection.of(
                            "flaky",
                            Query.all(),
                            event -> {
                                if (failed.isEmpty()) {
                                    failed.add(event.id().value());
                                    throw new IllegalStateException("once");
                                }
                            }));
            server.exchange(post("e-1", sampled(TRACE)));

            List<Span> tries =
                    receiver.awaitTrace(TRACE, 6).stream()
                            .filter(it -> it.getName().equals("projection flaky"))
                            .toList();
            assertThat(tries.stream().map(it -> it.getStatus().getCode()))
                    .containsExactly(
                            Status.StatusCode.STATUS_CODE_ERROR,
                            Status.StatusCode.STATUS_CODE_UNSET);
            assertThat(attribute(tries.getFirst(), "error.type"))
                    .isEqualTo("java.lang.IllegalStateException");
        }
    }

    @Test
    void an_event_has_the_same_bytes_whether_it_was_traced_or_not() throws Exception {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                MemoryEventStore traced = new MemoryEventStore(clock);
                MemoryEventStore plain = new MemoryEventStore(clock);
                TestServer watched = TestServer.exporting(traced, export);
                TestServer alone = TestServer.of(plain)) {
            String event =
                    """
                    {"events":[{"event_id":"1","topic":"t","source":"s",\
                    "timestamp":"2026-01-01T00:00:00Z",\
                    "payload":{"message":"m","timestamp":"2026-01-01T00:00:00Z"}}]}\
                    """;
            watched.exchange(request("/publish", event, sampled(TRACE)));
            watched.exchange(request("/publish", event, sampled(traceId(5))));
            alone.exchange(request("/publish", event, sampled(TRACE)));

            List<Event> stored = traced.read(Query.all(), Position.START).toList();
            // the second time it is a duplicate, and noted
            assertThat(stored).hasSize(2);
            assertThat(withoutWorker(stored.getFirst()))
                    .isEqualTo(
                            withoutWorker(
                                    plain.read(Query.all(), Position.START).toList().getFirst()));
            assertThat(receiver.awaitTrace(TRACE, 4)).hasSize(4);
        }
    }

    /** Which worker has stored it is chance. */
    private static byte[] withoutWorker(Event event) {
        assertThat(event.metadata()).containsOnlyKeys("source", "worker");
        return CanonicalForm.of(
                new Event(
                        event.position(),
                        event.sequence(),
                        event.recordedAt(),
                        event.id(),
                        event.stream(),
                        event.type(),
                        event.time(),
                        event.tags(),
                        event.data(),
                        Map.of("source", "s")));
    }

    @Test
    void the_metrics_of_the_server_arrive(@TempDir Path directory) throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver();
                OtlpExport export = OtlpExport.of(receiver.environment(), "1");
                SegmentEventStore store = SegmentEventStore.open(directory);
                TestServer server = TestServer.exporting(store, export)) {
            for (String id : List.of("1", "2", "2")) {
                server.exchange(TestServer.post(id));
            }
            Metric appended =
                    receiver.awaitMetric(
                            "chronicle_store_appended_events",
                            it -> it.getSum().getDataPoints(0).getAsDouble() == 2);
            Metric position =
                    receiver.awaitMetric(
                            "chronicle_store_position",
                            it -> it.getGauge().getDataPoints(0).getAsDouble() == 2);
            Metric syncs =
                    receiver.awaitMetric(
                            "chronicle_store_sync_seconds",
                            it -> it.getHistogram().getDataPoints(0).getCount() == 2);
            Metric processed =
                    receiver.awaitMetric(
                            "chronicle_consumer_processed",
                            it ->
                                    it.getSum().getDataPointsList().stream()
                                                    .mapToDouble(point -> point.getAsDouble())
                                                    .sum()
                                            == 3);

            assertThat(appended.getSum().getIsMonotonic()).isTrue();
            assertThat(position.getDescription()).isEqualTo("Events in the log.");
            HistogramDataPoint sync = syncs.getHistogram().getDataPoints(0);
            assertThat(sync.getSum()).isPositive();
            assertThat(sync.getExplicitBoundsCount()).isEqualTo(17);
            assertThat(sync.getBucketCountsList().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(2);
            assertThat(sync.getExplicitBounds(0)).isEqualTo(0.00005);
            assertThat(processed.getSum().getDataPoints(0).getAttributesList())
                    .extracting(KeyValue::getKey)
                    .containsExactlyInAnyOrder("queue", "consumer");
        }
    }

    @Test
    void a_collector_that_is_not_there_hurts_nobody() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = closed.getLocalPort();
        }
        Map<String, String> environment =
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + nobody,
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "5",
                        "OTEL_BSP_MAX_QUEUE_SIZE",
                        "16",
                        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
                        "16",
                        "OTEL_METRIC_EXPORT_INTERVAL",
                        "5");
        OtlpExport export = OtlpExport.of(environment, "1");
        try (TestServer server = TestServer.exporting(new MemoryEventStore(), export)) {
            for (int i = 1; i <= 200; i++) {
                assertThat(server.exchange(post("e-" + i, sampled(traceId(i)))))
                        .contains("202 Accepted");
            }
        }
        long begun = System.nanoTime();
        export.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void without_the_variables_there_is_no_exporter_and_no_thread_of_one() throws Exception {
        Map<String, String> onlyDetails =
                Map.of("OTEL_SERVICE_NAME", "s", "OTEL_EXPORTER_OTLP_ENDPOINT", "");
        Map<String, String> disabled =
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x", "OTEL_SDK_DISABLED", "true");
        List<Thread> before = exporterThreads();
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), onlyDetails, disabled)) {
            try (OtlpExport export = OtlpExport.of(environment, "1");
                    TestServer server = TestServer.exporting(new MemoryEventStore(), export)) {
                assertThat(export.isOn()).isFalse();
                assertThat(server.exchange(post("e-1", sampled(TRACE)))).contains("202 Accepted");
                // those of the tests before may be ending
                assertThat(before).containsAll(exporterThreads());
            }
        }
    }

    private static boolean isOfExporter(Thread thread) {
        return thread.getName().contains("BatchSpan")
                || thread.getName().contains("PeriodicMetric");
    }

    private static List<Thread> exporterThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(OtlpTest::isOfExporter).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_BSP_SCHEDULE_DELAY, soon, OTEL_BSP_SCHEDULE_DELAY",
        "OTEL_METRIC_EXPORT_INTERVAL, 5 parsecs, OTEL_METRIC_EXPORT_INTERVAL",
        "OTEL_TRACES_EXPORTER, pigeon, pigeon",
        "OTEL_TRACES_SAMPLER, sometimes, sometimes",
        "OTEL_EXPORTER_OTLP_ENDPOINT, not a url, not a url",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, ftp://x/, ftp",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc, OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf:"
                + " grpc",
        "OTEL_PROPAGATORS, smoke, smoke"
    })
    void what_makes_no_sense_is_named(String name, String value, String named) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        environment.put(name, value);

        assertThatThrownBy(() -> OtlpExport.of(environment, "1").close())
                .isInstanceOf(InvalidExportException.class)
                .hasMessageContaining(named);
    }
}

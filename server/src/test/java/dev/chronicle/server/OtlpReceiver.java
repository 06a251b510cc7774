package dev.chronicle.server;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** A collector: takes spans and metrics by OTLP over HTTP, in protobuf, and keeps them. */
public final class OtlpReceiver implements AutoCloseable {

    private final HttpServer http;
    private final List<Span> spans = new ArrayList<>();
    private final Map<String, Metric> metrics = new HashMap<>();
    private Resource resource = Resource.getDefaultInstance();

    /** Listens on a free port. */
    public OtlpReceiver() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/v1/traces", this::traces);
        http.createContext("/v1/metrics", this::metrics);
        http.start();
    }

    /** What a server is told to export here, without much delay. */
    public Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + http.getAddress().getPort(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "20",
                "OTEL_METRIC_EXPORT_INTERVAL",
                "50");
    }

    private void traces(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = body(exchange)) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
            synchronized (this) {
                for (ResourceSpans each : request.getResourceSpansList()) {
                    resource = each.getResource();
                    for (ScopeSpans scope : each.getScopeSpansList()) {
                        spans.addAll(scope.getSpansList());
                    }
                }
                notifyAll();
            }
            answer(exchange, ExportTraceServiceResponse.getDefaultInstance().toByteArray());
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = body(exchange)) {
            ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(body);
            synchronized (this) {
                for (ResourceMetrics each : request.getResourceMetricsList()) {
                    for (ScopeMetrics scope : each.getScopeMetricsList()) {
                        scope.getMetricsList().forEach(it -> metrics.put(it.getName(), it));
                    }
                }
                notifyAll();
            }
            answer(exchange, ExportMetricsServiceResponse.getDefaultInstance().toByteArray());
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(body)
                : body;
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    /** The spans of a trace, when there are so many. */
    public synchronized List<Span> awaitTrace(String traceId, int count)
            throws InterruptedException {
        return await(() -> trace(traceId), found -> found.size() >= count);
    }

    /** The spans of a trace that came by now. */
    synchronized List<Span> trace(String traceId) {
        return spans.stream().filter(it -> hex(it.getTraceId()).equals(traceId)).toList();
    }

    /** A metric, as soon as it is as wished. */
    public synchronized Metric awaitMetric(String name, Predicate<Metric> wished)
            throws InterruptedException {
        return await(
                        () ->
                                metrics.containsKey(name)
                                        ? List.of(metrics.get(name))
                                        : List.<Metric>of(),
                        found -> found.stream().anyMatch(wished))
                .getFirst();
    }

    /** The test's time limit ends it. */
    private <T> List<T> await(Supplier<List<T>> looking, Predicate<List<T>> wished)
            throws InterruptedException {
        List<T> found = looking.get();
        while (!wished.test(found)) {
            wait();
            found = looking.get();
        }
        return found;
    }

    /** Who has sent spans. */
    synchronized Map<String, String> resource() {
        Map<String, String> attributes = new HashMap<>();
        resource.getAttributesList()
                .forEach(it -> attributes.put(it.getKey(), it.getValue().getStringValue()));
        return attributes;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

package dev.chronicle.server;

import dev.chronicle.server.aggregator.Aggregator;
import dev.chronicle.server.audit.AuditLog;
import dev.chronicle.server.backend.Backend;
import dev.chronicle.server.backend.DeadLettersEndpoint;
import dev.chronicle.server.backend.Mode;
import dev.chronicle.server.backend.Queues;
import dev.chronicle.server.channels.ChannelsDoor;
import dev.chronicle.server.cluster.ClusterDoor;
import dev.chronicle.server.docs.ApiDocs;
import dev.chronicle.server.http.ConnectionWatch;
import dev.chronicle.server.http.Endpoint;
import dev.chronicle.server.http.ErrorAnswers;
import dev.chronicle.server.http.ErrorStyle;
import dev.chronicle.server.http.EverySecond;
import dev.chronicle.server.http.HttpLimits;
import dev.chronicle.server.http.MemoryBudget;
import dev.chronicle.server.http.OpenStreams;
import dev.chronicle.server.http.Router;
import dev.chronicle.server.live.LiveEndpoint;
import dev.chronicle.server.metrics.AggregatorMetrics;
import dev.chronicle.server.metrics.MetricsEndpoint;
import dev.chronicle.server.metrics.PubSubMetrics;
import dev.chronicle.server.metrics.QueueMetrics;
import dev.chronicle.server.metrics.ServerMetrics;
import dev.chronicle.server.metrics.StoreMetrics;
import dev.chronicle.server.metrics.TelemetryMetrics;
import dev.chronicle.server.otel.OtlpExport;
import dev.chronicle.server.otel.Tracing;
import dev.chronicle.store.EventStore;
import dev.chronicle.telemetry.LogTelemetry;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Serves a store over HTTP. A request is a virtual thread; what it wants stored goes through a
 * point-to-point channel to competing consumers. The store stays the caller's: it is not closed
 * here.
 */
public final class ChronicleServer {

    private static final String AGGREGATOR = "/aggregator";
    private static final Logger log = LoggerFactory.getLogger(ChronicleServer.class);

    /** Whoever stops containers tends to wait ten seconds before they kill. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final WebServer web;
    private final Router router;
    private final AuditLog audit;
    private final Aggregator aggregator;
    private final OpenStreams streams;
    private final ChannelsDoor channels;
    private final ClusterDoor cluster;
    private final EverySecond everySecond;
    private final Telemetry telemetry = new Telemetry();

    private ChronicleServer(
            EventStore store, ServerOptions options, HttpLimits limits, OtlpExport export) {
        MemoryBudget largeBodies = new MemoryBudget(Runtime.getRuntime().maxMemory() / 8 * 5);
        Tracing tracing = export.tracing();
        Queues queues = new Queues(options.mode(), options.redis(), limits.answer());
        Backend backend = new Backend(store, options.access(), queues, tracing);
        audit = new AuditLog(backend, options.consumers(), largeBodies, limits.answer());
        aggregator = new Aggregator(backend, options.workers(), largeBodies, limits.answer());
        ConnectionWatch watch = new ConnectionWatch(limits, System::nanoTime);
        streams = new OpenStreams(limits.maxStreams());
        telemetry.attach("log", new LogTelemetry());
        TelemetryCounters counters = new TelemetryCounters();
        telemetry.attach("metrics", counters);
        telemetry.trace(tracing.events());
        cluster = ClusterDoor.open(options.cluster(), store, telemetry);
        channels =
                new ChannelsDoor(
                        options.secrets(),
                        streams,
                        limits,
                        largeBodies,
                        new ChannelsDoor.Reach(cluster.transport(), telemetry));
        MetricsEndpoint metrics =
                metrics(
                        store,
                        options.mode(),
                        counters,
                        new ServerMetrics(options.version(), watch::open, streams::open));
        export.measure(metrics::read);
        router = new Router(endpoints(backend, options, limits, metrics), tracing);
        web = web(options, limits, watch);
        everySecond =
                new EverySecond(
                        List.of(watch::check, audit::tick, aggregator::tick, channels::tick));
    }

    private MetricsEndpoint metrics(
            EventStore store, Mode mode, TelemetryCounters counters, ServerMetrics server) {
        List<Supplier<List<MetricSnapshot>>> sources = new ArrayList<>();
        sources.add(server::read);
        sources.add(() -> StoreMetrics.of(store));
        sources.add(
                () ->
                        QueueMetrics.of(
                                Map.of(
                                        "audit", audit.status(),
                                        "aggregator", aggregator.status())));
        if (mode.answers()) {
            // a worker does not count: others may have stored more
            sources.add(() -> AggregatorMetrics.of(aggregator.deliveries()));
        }
        sources.add(() -> PubSubMetrics.of(channels.status()));
        sources.add(() -> TelemetryMetrics.of(counters.read()));
        return new MetricsEndpoint(sources);
    }

    private Map<String, Endpoint> endpoints(
            Backend backend, ServerOptions options, HttpLimits limits, MetricsEndpoint metrics) {
        HealthEndpoint health =
                new HealthEndpoint(
                        backend.store(),
                        audit::status,
                        aggregator::status,
                        cluster::status,
                        options.version());
        Map<String, Endpoint> endpoints = new HashMap<>();
        if (options.mode().answers()) {
            endpoints.putAll(doors(backend, health, limits));
        }
        endpoints.put("/ready", Endpoint.get(ErrorStyle.DETAIL, health::ready));
        endpoints.put("/health", Endpoint.get(ErrorStyle.ERROR_AND_DETAIL, health::get));
        endpoints.putAll(cluster.endpoints());
        endpoints.put("/metrics", Endpoint.get(ErrorStyle.ERROR_AND_DETAIL, metrics::get));
        return endpoints;
    }

    private Map<String, Endpoint> doors(Backend backend, HealthEndpoint health, HttpLimits limits) {
        Map<String, Endpoint> both = new HashMap<>(aggregator.endpoints());
        both.putAll(new ApiDocs().endpoints());
        both.put("/ready", Endpoint.get(ErrorStyle.DETAIL, health::ready));
        Map<String, Endpoint> endpoints = new HashMap<>(both);
        both.forEach((path, endpoint) -> endpoints.put(AGGREGATOR + path, endpoint));
        endpoints.put(AGGREGATOR, both.get("/"));
        endpoints.put(AGGREGATOR + "/events", Endpoint.get(ErrorStyle.DETAIL, aggregator.events()));
        endpoints.put(AGGREGATOR + "/health", Endpoint.get(ErrorStyle.DETAIL, health::aggregator));
        DeadLettersEndpoint dead = new DeadLettersEndpoint(backend.queues());
        endpoints.put(
                "/queues/dead-letters", Endpoint.get(ErrorStyle.ERROR_AND_DETAIL, dead::list));
        endpoints.put(
                "/queues/dead-letters/replay",
                Endpoint.post(ErrorStyle.ERROR_AND_DETAIL, dead::replay));
        endpoints.put(
                "/events",
                Endpoint.getAndPost(ErrorStyle.ERROR_AND_DETAIL, this::listEvents, audit.take()));
        endpoints.putAll(channels.endpoints());
        endpoints.put(
                "/events/stream",
                Endpoint.get(
                        ErrorStyle.ERROR_AND_DETAIL,
                        new LiveEndpoint(backend.store(), streams, limits.heartbeat())::get));
        return endpoints;
    }

    /** The one path that both have: with a topic it is the aggregator's. */
    private void listEvents(ServerRequest request, ServerResponse response) throws Exception {
        Endpoint.Action list =
                request.prologue().query().contains("topic") ? aggregator.events() : audit.list();
        list.answer(request, response);
    }

    private WebServer web(ServerOptions options, HttpLimits limits, ConnectionWatch watch) {
        return WebServer.builder()
                .host(options.host())
                .port(options.port())
                .shutdownHook(false)
                .shutdownGracePeriod(GRACE)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(watch)
                .maxTcpConnections(limits.maxConnections())
                .maxConcurrentRequests(limits.maxRequests())
                .maxPayloadSize(limits.maxBodyBytes())
                .writeBufferSize(32 * 1024)
                .connectionOptions(it -> it.tcpNoDelay(true))
                .directHandlers(ErrorAnswers.all())
                .errorHandling(it -> it.includeEntity(true))
                .routing(routing -> routing.any(router))
                .build();
    }

    /**
     * Starts to listen.
     *
     * @throws CannotListenException if that is not possible
     */
    public static ChronicleServer start(EventStore store, ServerOptions options) {
        return start(store, options, OtlpExport.none());
    }

    /**
     * Starts to listen, and exports what it does. The export stays the caller's, to be closed when
     * the server has stopped.
     *
     * @throws CannotListenException if that is not possible
     */
    public static ChronicleServer start(
            EventStore store, ServerOptions options, OtlpExport export) {
        return start(store, options, HttpLimits.standard(), export);
    }

    static ChronicleServer start(
            EventStore store, ServerOptions options, HttpLimits limits, OtlpExport export) {
        requireFree(options);
        ChronicleServer server = new ChronicleServer(store, options, limits, export);
        server.web.start();
        if (!server.web.isRunning()) {
            server.audit.close();
            server.aggregator.close();
            server.cluster.close();
            throw new CannotListenException("cannot listen on " + place(options), null);
        }
        server.everySecond.start();
        return server;
    }

    /** The web server would only log why it cannot listen. */
    private static void requireFree(ServerOptions options) {
        InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new CannotListenException("unknown host: " + options.host(), null);
        }
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.bind(address);
        } catch (IOException e) {
            throw new CannotListenException(
                    "cannot listen on %s: %s".formatted(place(options), e.getMessage()), e);
        }
    }

    private static String place(ServerOptions options) {
        return options.host() + ":" + options.port();
    }

    /** What it answers, by path. */
    Map<String, Endpoint> endpoints() {
        return router.endpoints();
    }

    /**
     * What is told of the work in this process: projections and aggregates beside the server that
     * are given it are in the log and the metrics of the server. Its handlers are {@code log} and
     * {@code metrics}.
     */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** The port it listens on. */
    public int port() {
        return web.port();
    }

    /**
     * Stops in order: takes no more connections, answers the requests under way, lets the consumers
     * finish.
     *
     * @return how many messages were left unhandled; none of them was acknowledged
     */
    public int stop() throws InterruptedException {
        log.info("Stopping: no more connections, finishing the requests under way");
        router.drain();
        streams.stop();
        web.stop();
        log.info("Draining the channels");
        int left = audit.drain(GRACE) + aggregator.drain(GRACE);
        everySecond.stop();
        cluster.close();
        return left;
    }
}

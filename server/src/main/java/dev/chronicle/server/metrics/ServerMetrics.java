package dev.chronicle.server.metrics;

import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntSupplier;

/** The process, and who is connected to it. */
public final class ServerMetrics {

    private final String version;
    private final IntSupplier connections;
    private final IntSupplier streams;

    /**
     * @param connections how many are open
     * @param streams how many answers go on until the client leaves
     */
    public ServerMetrics(String version, IntSupplier connections, IntSupplier streams) {
        this.version = version;
        this.connections = connections;
        this.streams = streams;
    }

    /** Reads it. */
    public List<MetricSnapshot> read() {
        Runtime runtime = Runtime.getRuntime();
        double uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        return List.of(
                InfoSnapshot.builder()
                        .name("chronicle_build")
                        .help("The version that runs.")
                        .dataPoint(
                                InfoSnapshot.InfoDataPointSnapshot.builder()
                                        .labels(Labels.of("version", version))
                                        .build())
                        .build(),
                Family.gauge("chronicle_uptime_seconds", "Since the process was started.")
                        .with(uptime)
                        .build(),
                Family.gauge("chronicle_http_connections", "Connections that are open.")
                        .with(connections.getAsInt())
                        .build(),
                Family.gauge("chronicle_sse_clients", "Clients of server-sent events.")
                        .with(streams.getAsInt())
                        .build(),
                Family.gauge("chronicle_heap_used_bytes", "Heap in use.")
                        .with(runtime.totalMemory() - runtime.freeMemory())
                        .build(),
                Family.gauge("chronicle_heap_max_bytes", "The most heap there can be.")
                        .with(runtime.maxMemory())
                        .build());
    }
}

package dev.chronicle.server.metrics;

import dev.chronicle.channel.ChannelStatus;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.List;
import java.util.Map;

/** The queues between requests and the store, and who empties them. */
public final class QueueMetrics {

    private QueueMetrics() {}

    /**
     * Reads them.
     *
     * @param queues by name
     */
    public static List<MetricSnapshot> of(Map<String, ChannelStatus> queues) {
        Family.Gauge depth =
                Family.gauge("chronicle_queue_depth", "Requests that wait for a consumer.");
        Family.Gauge inFlight =
                Family.gauge("chronicle_queue_in_flight", "Requests that consumers work on.");
        Family.Gauge capacity =
                Family.gauge("chronicle_queue_capacity", "The most requests a queue takes.");
        Family.Gauge bytes =
                Family.gauge("chronicle_queue_bytes", "Memory of the requests in a queue.");
        Family.Counter processed =
                Family.counter("chronicle_consumer_processed", "Requests that were stored.");
        Family.Counter failed =
                Family.counter("chronicle_consumer_failed", "Deliveries to consumers that failed.");
        Family.Counter restarts =
                Family.counter(
                        "chronicle_consumer_restarts", "How often a consumer was restarted.");
        queues.forEach(
                (name, queue) -> {
                    depth.with(queue.queued(), "queue", name);
                    inFlight.with(queue.inFlight(), "queue", name);
                    capacity.with(queue.capacity(), "queue", name);
                    bytes.with(queue.weight(), "queue", name);
                    for (ChannelStatus.ConsumerStatus consumer : queue.consumers()) {
                        String[] labels = {"queue", name, "consumer", consumer.name()};
                        processed.with(consumer.processed(), labels);
                        failed.with(consumer.failed(), labels);
                        restarts.with(consumer.restarts(), labels);
                    }
                });
        return List.of(
                depth.build(),
                inFlight.build(),
                capacity.build(),
                bytes.build(),
                processed.build(),
                failed.build(),
                restarts.build());
    }
}

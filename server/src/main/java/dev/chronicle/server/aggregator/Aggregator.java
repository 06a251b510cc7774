package dev.chronicle.server.aggregator;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelClosedException;
import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.ChannelStatus;
import dev.chronicle.server.backend.Backend;
import dev.chronicle.server.http.Endpoint;
import dev.chronicle.server.http.ErrorStyle;
import dev.chronicle.server.http.MemoryBudget;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The log aggregator: takes batches of published events over HTTP, stores each event once per topic
 * for ever, whatever is sent again, and shows what was stored, counted and done with each delivery.
 */
public final class Aggregator {

    /** What its channel is called. */
    static final String QUEUE = "aggregator";

    private final Channel<PendingBatch> channel;
    private final Ledger ledger;
    private final Workers workers;
    private final PublishEndpoint publish;
    private final EventsEndpoint events;
    private final StatsEndpoint stats;
    private final TrailEndpoint trail;

    /**
     * @param workerCount how many workers compete
     * @param largeBodies what large requests may take of the heap
     * @param patience how long a request waits for the store
     */
    public Aggregator(
            Backend backend, int workerCount, MemoryBudget largeBodies, Duration patience) {
        long heap = Runtime.getRuntime().maxMemory();
        ledger = Ledger.open(backend, heap / 16);
        workers = new Workers(backend, ledger);
        channel =
                backend.queues()
                        .open(
                                QUEUE,
                                ChannelOptions.<PendingBatch>standard()
                                        .consumers(Workers.names(workerCount))
                                        .weight(
                                                Math.max(
                                                        8L * PublishEndpoint.MAX_BODY_BYTES,
                                                        heap / 8),
                                                PendingBatch::bytes),
                                new BatchFormat(),
                                workers::store,
                                workers::deadLetter);
        publish = new PublishEndpoint(channel, ledger, largeBodies, patience, backend.tracing());
        events = new EventsEndpoint(backend.store(), ledger);
        stats = new StatsEndpoint(ledger, workerCount, System::nanoTime);
        trail = new TrailEndpoint(backend.store());
    }

    /** What it answers at the root and below {@code /aggregator}, by path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "/publish", Endpoint.post(ErrorStyle.DETAIL, publish::post),
                "/stats", Endpoint.get(ErrorStyle.DETAIL, stats::stats),
                "/audit", Endpoint.get(ErrorStyle.DETAIL, trail::get),
                "/audit/summary", Endpoint.get(ErrorStyle.DETAIL, stats::summary));
    }

    /** Answers a {@code GET} for events: of a topic, or of all. */
    public Endpoint.Action events() {
        return events::get;
    }

    /** How full the channel is and what its workers have done. */
    public ChannelStatus status() {
        return channel.status();
    }

    /**
     * What became of the events that were published, in the life of the log.
     *
     * @param stored new to their topic
     * @param duplicates dropped
     * @param failed not stored
     * @param topics how many there are
     */
    public record Deliveries(long stored, long duplicates, long failed, int topics) {}

    /** What was counted so far, without waiting for the log. */
    public Deliveries deliveries() {
        return ledger.soFar(
                counts -> {
                    Tally total = counts.total();
                    return new Deliveries(
                            total.processed(),
                            total.dropped(),
                            total.failed(),
                            counts.topics().size());
                });
    }

    /** Begins a new second of the log, and keeps the counts now and then. */
    public void tick() {
        workers.tick();
        publish.tick();
        ledger.keepIfDue();
    }

    /**
     * Takes nothing more, lets the workers finish, and keeps the counts.
     *
     * @return how many batches were left unhandled; none of them was acknowledged
     */
    public int drain(Duration grace) throws InterruptedException {
        List<PendingBatch> left = channel.drain(grace);
        ChannelClosedException closed = new ChannelClosedException("the server has stopped");
        left.forEach(batch -> batch.stored().completeExceptionally(closed));
        ledger.close();
        return left.size();
    }

    /** Gives up at once. */
    public void close() {
        channel.close();
        ledger.close();
    }
}

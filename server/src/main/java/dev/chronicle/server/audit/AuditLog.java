package dev.chronicle.server.audit;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelClosedException;
import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.ChannelStatus;
import dev.chronicle.server.backend.Backend;
import dev.chronicle.server.http.Endpoint;
import dev.chronicle.server.http.MemoryBudget;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The audit log: takes records over HTTP, passes them through one point-to-point channel to
 * competing consumers that store them, and lists what is stored.
 */
public final class AuditLog {

    /** What its channel is called. */
    static final String QUEUE = "audit";

    private final Channel<PendingAppend> channel;
    private final AuditConsumers consumers;
    private final AuditEndpoint audit;
    private final ListingEndpoint listing;

    /**
     * @param consumerCount how many consumers compete
     * @param largeBodies what large requests may take of the heap
     * @param patience how long a request waits for the store
     */
    public AuditLog(
            Backend backend, int consumerCount, MemoryBudget largeBodies, Duration patience) {
        consumers = new AuditConsumers(backend);
        channel =
                backend.queues()
                        .open(
                                QUEUE,
                                ChannelOptions.<PendingAppend>standard()
                                        .consumers(consumerCount)
                                        .weight(queueBytes(), PendingAppend::bytes),
                                new AppendFormat(),
                                consumers::store,
                                AuditConsumers::deadLetter);
        audit =
                new AuditEndpoint(
                        channel, largeBodies, InstantSource.system(), patience, backend.tracing());
        listing = new ListingEndpoint(backend.store());
    }

    /** Room for the largest message at least, and an eighth of the heap. */
    private static long queueBytes() {
        return Math.max(4L * AuditEndpoint.MAX_BODY_BYTES, Runtime.getRuntime().maxMemory() / 8);
    }

    /** Answers a {@code GET}: the list. */
    public Endpoint.Action list() {
        return listing::get;
    }

    /** Answers a {@code POST}: a record. */
    public Endpoint.Action take() {
        return audit::post;
    }

    /** How full the channel is and what its consumers have done. */
    public ChannelStatus status() {
        return channel.status();
    }

    /** Begins a new second of the log. */
    public void tick() {
        consumers.tick();
        audit.tick();
    }

    /**
     * Takes no more records and lets the consumers finish.
     *
     * @return how many were left unhandled; none of them was acknowledged
     */
    public int drain(Duration grace) throws InterruptedException {
        List<PendingAppend> left = channel.drain(grace);
        ChannelClosedException closed = new ChannelClosedException("the server has stopped");
        left.forEach(message -> message.stored().completeExceptionally(closed));
        return left.size();
    }

    /** Gives up at once. */
    public void close() {
        channel.close();
    }
}

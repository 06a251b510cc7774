package dev.chronicle.server.http;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelException;
import dev.chronicle.server.otel.Tracing;
import dev.chronicle.store.EventStoreException;

import org.slf4j.Logger;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Hands what a request wants stored to the consumers, and waits for them. Threads share it. */
public final class Handoff<M extends PendingWrite> {

    private final Channel<M> channel;
    private final String queue;
    private final Duration patience;
    private final Tracing tracing;
    private final Logger log;
    private final SampledLog refusals;

    /**
     * @param queue what the channel is called in traces
     * @param patience how long a request waits for the store
     * @param log where refusals are told
     */
    public Handoff(
            Channel<M> channel, String queue, Duration patience, Tracing tracing, Logger log) {
        this.channel = channel;
        this.queue = queue;
        this.patience = patience;
        this.tracing = tracing;
        this.log = log;
        refusals = new SampledLog(log, "Refused");
    }

    /**
     * Returns when the message is stored and synced.
     *
     * @param message makes it, under the span of its sending
     * @param whenLate what the client is told that waited too long
     * @throws Problem 503, if it is refused or not confirmed in time; 413, if it is too large
     */
    public void store(Supplier<M> message, String whenLate) throws InterruptedException {
        await(send(message), whenLate);
    }

    private M send(Supplier<M> making) {
        try (Tracing.Sending sending = tracing.sending(queue)) {
            M message = making.get();
            try {
                send(message);
            } catch (RuntimeException e) {
                sending.failed(e);
                throw e;
            }
            return message;
        }
    }

    private void send(M message) {
        try {
            channel.send(message);
        } catch (ChannelException e) {
            if (refusals.take()) {
                log.warn("Refused {}: {}", message.name(), e.getMessage());
            }
            throw Problem.unavailable(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Problem.tooLarge(e.getMessage());
        }
    }

    private void await(M message, String whenLate) throws InterruptedException {
        try {
            message.stored().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Problem.unavailable(whenLate);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case EventStoreException refused -> Problem.unavailable(refused.getMessage());
                case ChannelException closed -> Problem.unavailable(closed.getMessage());
                case IllegalArgumentException tooLarge -> Problem.tooLarge(tooLarge.getMessage());
                case null, default -> new IllegalStateException("not stored", e);
            };
        }
    }

    /** Begins a new second of the log. */
    public void tick() {
        refusals.tick();
    }
}

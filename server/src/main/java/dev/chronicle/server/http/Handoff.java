package dev.chronicle.server.http;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelException;
import dev.chronicle.store.EventStoreException;

import org.slf4j.Logger;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands what a request wants stored to the consumers, and waits for them. Threads share it. */
public final class Handoff<M extends PendingWrite> {

    private final Channel<M> channel;
    private final Duration patience;
    private final Logger log;
    private final SampledLog refusals;

    /**
     * @param patience how long a request waits for the store
     * @param log where refusals are told
     */
    public Handoff(Channel<M> channel, Duration patience, Logger log) {
        this.channel = channel;
        this.patience = patience;
        this.log = log;
        refusals = new SampledLog(log, "Refused");
    }

    /**
     * Returns when the message is stored and synced.
     *
     * @param whenLate what the client is told that waited too long
     * @throws Problem 503, if it is refused or not confirmed in time; 413, if it is too large
     */
    public void store(M message, String whenLate) throws InterruptedException {
        send(message);
        await(message, whenLate);
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

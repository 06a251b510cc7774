package dev.chronicle.server.audit;

import dev.chronicle.channel.Delivery;
import dev.chronicle.event.NewEvent;
import dev.chronicle.server.http.LogText;
import dev.chronicle.server.http.SampledLog;
import dev.chronicle.store.Append;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What the competing consumers do: store a delivery in as few appends as its size allows. */
final class AuditConsumers {

    private static final Logger log = LoggerFactory.getLogger(AuditConsumers.class);

    /** An append stays well below what a store takes at once, however large the events are. */
    private static final long MAX_APPEND_BYTES = 4 << 20;

    private final EventStore store;
    private final SampledLog lines = new SampledLog(log, "Processing");

    AuditConsumers(EventStore store) {
        this.store = store;
    }

    void store(Delivery<PendingAppend> delivery) throws InterruptedException {
        List<PendingAppend> messages = delivery.messages();
        for (PendingAppend message : messages) {
            if (lines.take()) {
                log.info(
                        "[{}] Processing {} - {}",
                        delivery.consumer(),
                        LogText.printable(message.event().id().value()),
                        LogText.printable(message.event().type()));
            }
        }
        int from = 0;
        List<Part> parts = new ArrayList<>(1);
        while (from < messages.size()) {
            int to = end(messages, from);
            parts.add(append(messages.subList(from, to)));
            from = to;
        }
        for (Part part : parts) {
            await(part);
        }
    }

    private record Part(List<PendingAppend> messages, CompletableFuture<?> appended) {}

    private static int end(List<PendingAppend> messages, int from) {
        long bytes = messages.get(from).bytes();
        int to = from + 1;
        while (to < messages.size() && bytes + messages.get(to).bytes() <= MAX_APPEND_BYTES) {
            bytes += messages.get(to).bytes();
            to++;
        }
        return to;
    }

    private Part append(List<PendingAppend> messages) {
        List<NewEvent> events = new ArrayList<>(messages.size());
        for (PendingAppend message : messages) {
            events.add(message.event());
        }
        try {
            // the id is the client's word that it is the same event: what comes later is dropped
            return new Part(
                    messages, store.append(Append.of(events).reusedIds(Append.ReusedIds.DROP)));
        } catch (EventStoreException | IllegalArgumentException e) {
            return new Part(messages, CompletableFuture.failedFuture(e));
        }
    }

    /**
     * What the store says to an append is an answer for its requests; anything else is a failure
     * here.
     */
    private void await(Part part) throws InterruptedException {
        try {
            part.appended().get();
            part.messages().forEach(message -> message.stored().complete(null));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case EventStoreException refused -> fail(part, refused);
                case IllegalArgumentException tooLarge when part.messages().size() == 1 ->
                        fail(part, tooLarge);
                case IllegalArgumentException _ -> {
                    for (PendingAppend message : part.messages()) {
                        await(append(List.of(message)));
                    }
                }
                case null, default -> throw new IllegalStateException("append failed", e);
            }
        }
    }

    private static void fail(Part part, RuntimeException answer) {
        part.messages().forEach(message -> message.stored().completeExceptionally(answer));
    }

    /** The channel could not have it stored; its request must not wait for ever. */
    static void deadLetter(PendingAppend message, int attempts, Throwable cause) {
        log.error(
                "not stored after {} attempts: {}",
                attempts,
                LogText.printable(message.event().id().value()),
                cause);
        message.stored().completeExceptionally(cause);
    }

    /** Begins a new second of the log. */
    void tick() {
        lines.tick();
    }
}

package dev.chronicle.server.audit;

import dev.chronicle.channel.Delivery;
import dev.chronicle.event.NewEvent;
import dev.chronicle.server.backend.Backend;
import dev.chronicle.server.http.GroupAppender;
import dev.chronicle.server.http.LogText;
import dev.chronicle.server.http.SampledLog;
import dev.chronicle.store.Append;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** What the competing consumers do: store what they are handed. */
final class AuditConsumers {

    private static final Logger log = LoggerFactory.getLogger(AuditConsumers.class);
    private static final long MAX_APPEND_BYTES = 4 << 20;

    private final GroupAppender<PendingAppend> appender;
    private final SampledLog lines = new SampledLog(log, "Processing");

    AuditConsumers(Backend backend) {
        appender =
                new GroupAppender<>(
                        backend.store(), AuditLog.QUEUE, MAX_APPEND_BYTES, backend.tracing());
    }

    void store(Delivery<PendingAppend> delivery) {
        for (PendingAppend message : delivery.messages()) {
            if (lines.take()) {
                log.info(
                        "[{}] Processing {} - {}",
                        delivery.consumer(),
                        message.name(),
                        LogText.printable(message.event().type()));
            }
        }
        appender.store(delivery, AuditConsumers::append, (_, _) -> {});
    }

    private static Append append(List<PendingAppend> messages) {
        List<NewEvent> events = messages.stream().map(PendingAppend::event).toList();
        // the id is the client's word that it is the same event: what comes later is dropped
        return Append.of(events).reusedIds(Append.ReusedIds.DROP);
    }

    /** The channel could not have it stored; its request must not wait for ever. */
    static void deadLetter(PendingAppend message, int attempts, Throwable cause) {
        log.error("not stored after {} attempts: {}", attempts, message.name(), cause);
        message.stored().completeExceptionally(cause);
    }

    /** Begins a new second of the log. */
    void tick() {
        lines.tick();
    }
}

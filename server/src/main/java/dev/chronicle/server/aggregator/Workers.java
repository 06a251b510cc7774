package dev.chronicle.server.aggregator;

import dev.chronicle.channel.ChannelException;
import dev.chronicle.channel.Delivery;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.server.backend.Backend;
import dev.chronicle.server.http.GroupAppender;
import dev.chronicle.server.http.SampledLog;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The idempotent consumers: each event that is new to its topic is stored, and what is not is noted
 * as dropped, in one atomic write. What they count, they count when that is done.
 */
final class Workers {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final String NAME = "worker-";

    /** Small enough that several are under way at once. */
    private static final long MAX_APPEND_BYTES = 1 << 20;

    private final EventStore store;
    private final Ledger ledger;
    private final GroupAppender<PendingBatch> appender;
    private final SampledLog lines = new SampledLog(log, "Processing");

    Workers(Backend backend, Ledger ledger) {
        store = backend.store();
        this.ledger = ledger;
        appender =
                new GroupAppender<>(store, Aggregator.QUEUE, MAX_APPEND_BYTES, backend.tracing());
    }

    /** The names of so many workers; they are known by the numbers 0, 1, … */
    static List<String> names(int workers) {
        return IntStream.range(0, workers).mapToObj(worker -> NAME + worker).toList();
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(NAME.length()));
    }

    void store(Delivery<PendingBatch> delivery) throws InterruptedException {
        for (PendingBatch batch : delivery.messages()) {
            if (lines.take()) {
                log.info("[{}] Processing {}", delivery.consumer(), batch.name());
            }
        }
        int worker = number(delivery.consumer());
        delivery.messages().forEach(batch -> batch.worker().set(worker));
        ledger.recording().lockInterruptibly();
        boolean recorded = false;
        try {
            appender.store(
                    delivery,
                    batches -> append(batches, worker),
                    (batches, results) -> record(batches, results, worker));
            recorded = true;
        } finally {
            if (!recorded) {
                ledger.outOfStep();
            }
            ledger.recording().unlock();
        }
    }

    private static Append append(List<PendingBatch> batches, int worker) {
        String name = Integer.toString(worker);
        List<NewEvent> events = new ArrayList<>();
        List<Offered> offered = new ArrayList<>();
        Map<String, StreamId> topics = new HashMap<>();
        for (PendingBatch batch : batches) {
            byte[] body = batch.request().body();
            int number = 0;
            for (PublishedEvent event : batch.request().events()) {
                StreamId topic = topics.computeIfAbsent(event.topic(), LogEvent::topic);
                events.add(LogEvent.published(event, topic, body, name));
                offered.add(new Offered(event, batch.delivery(), number++));
            }
        }
        return Append.of(events)
                .reusedIds(Append.ReusedIds.DROP)
                .noting(
                        index ->
                                LogEvent.note(
                                        LogEvent.DROPPED,
                                        offered.get(index).name(),
                                        offered.get(index).event(),
                                        name));
    }

    /** However it is grouped when it is delivered again, its note has the same name. */
    private record Offered(PublishedEvent event, String delivery, int number) {

        String name() {
            return delivery + "-" + number;
        }
    }

    private void record(List<PendingBatch> batches, List<AppendResult> results, int worker) {
        Counts counts = new Counts();
        int i = 0;
        for (PendingBatch batch : batches) {
            for (PublishedEvent event : batch.request().events()) {
                String type =
                        results.get(i++) instanceof AppendResult.Appended
                                ? LogEvent.PUBLISHED
                                : LogEvent.DROPPED;
                counts.count(event.topic(), worker, type);
            }
        }
        ledger.record(counts);
    }

    /**
     * The channel could not have it stored: that is noted, and the request answered. Not where the
     * channel was closed, or the store takes nothing any more.
     */
    void deadLetter(PendingBatch batch, int attempts, Throwable cause) {
        log.error("not stored after {} attempts: {}", attempts, batch.name(), cause);
        if (attempts > 0 && !(cause instanceof ChannelException)) {
            noteFailure(batch);
        }
        batch.stored().completeExceptionally(cause);
    }

    private void noteFailure(PendingBatch batch) {
        int worker = batch.worker().get();
        List<NewEvent> notes = new ArrayList<>();
        Counts counts = new Counts();
        for (PublishedEvent event : batch.request().events()) {
            String id = batch.delivery() + "-failed-" + notes.size();
            notes.add(LogEvent.note(LogEvent.FAILED, id, event, Integer.toString(worker)));
            counts.count(event.topic(), worker, LogEvent.FAILED);
        }
        ledger.recording().lock();
        try {
            store.append(notes).join();
            ledger.record(counts);
        } catch (RuntimeException e) {
            log.error("the failure was not noted: {}", batch.name(), e);
        } finally {
            ledger.recording().unlock();
        }
    }

    /** Begins a new second of the log. */
    void tick() {
        lines.tick();
    }
}

package dev.chronicle.server.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of batches. Threads may share it. */
final class PublishTally {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder unsure = new LongAdder();
    private final LongAdder failedBatches = new LongAdder();
    private final LongAdder failedEvents = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final AtomicReference<String> firstReason = new AtomicReference<>("");

    void accepted(int events) {
        accepted.add(events);
    }

    void attemptFailed(PublishAnswer.Failed failed, int events) {
        failures.computeIfAbsent(failed.kind(), _ -> new LongAdder()).increment();
        if (failed.mayBeStored()) {
            unsure.add(events);
        }
    }

    void retried() {
        retries.increment();
    }

    /** A batch is not sent again. */
    void gaveUp(int events, String reason) {
        failedBatches.increment();
        failedEvents.add(events);
        firstReason.compareAndSet("", reason);
    }

    /** Events in batches that were accepted. */
    long acceptedEvents() {
        return accepted.sum();
    }

    /** Events in attempts that failed although the server may have taken them. */
    long unsureEvents() {
        return unsure.sum();
    }

    long failedBatches() {
        return failedBatches.sum();
    }

    long failedEvents() {
        return failedEvents.sum();
    }

    long retries() {
        return retries.sum();
    }

    /** Attempts that went wrong in a way that may pass, by kind. */
    Map<String, Long> failures() {
        Map<String, Long> sums = new TreeMap<>();
        failures.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    /** Why the first of the failed batches failed; empty if none did. */
    String firstReason() {
        return firstReason.get();
    }
}

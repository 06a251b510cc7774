package dev.chronicle.server.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of a load, and how long they took. Threads may share it. */
final class LoadTally {

    private static final String NOT_SENT = "not sent in time";

    private final LongAdder requests = new LongAdder();
    private final LongAdder acceptedEvents = new LongAdder();
    private final LongAdder acceptedFirsts = new LongAdder();
    private final LongAdder unsureEvents = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Map<String, LongAdder> kinds = new ConcurrentHashMap<>();
    private final AtomicReference<String> firstReason = new AtomicReference<>("");
    private final Latencies latencies = new Latencies();

    /**
     * Counts a request that has come to its end.
     *
     * @param events in it
     * @param firsts those of them that were in no request before
     * @param nanos how long it took
     */
    void count(PublishAnswer answer, int events, long firsts, long nanos) {
        requests.increment();
        latencies.record(nanos);
        switch (answer) {
            case PublishAnswer.Accepted _ -> {
                acceptedEvents.add(events);
                acceptedFirsts.add(firsts);
            }
            case PublishAnswer.Refused(String kind, String detail) -> error(kind, detail);
            case PublishAnswer.Failed failed -> {
                unsureEvents.add(failed.mayBeStored() ? events : 0);
                error(failed.kind(), failed.detail());
            }
        }
    }

    private void error(String kind, String detail) {
        firstReason.compareAndSet("", kind + ": " + detail);
        errors.increment();
        kinds.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    /** Requests that were due, and that nobody was free to send: each is an error. */
    void notSent(long number) {
        if (number == 0) {
            return;
        }
        requests.add(number);
        errors.add(number);
        kinds.computeIfAbsent(NOT_SENT, _ -> new LongAdder()).add(number);
    }

    long requests() {
        return requests.sum();
    }

    long acceptedEvents() {
        return acceptedEvents.sum();
    }

    /** Different events in what was accepted; exact if nothing went wrong. */
    long acceptedFirsts() {
        return acceptedFirsts.sum();
    }

    long unsureEvents() {
        return unsureEvents.sum();
    }

    long errors() {
        return errors.sum();
    }

    /** The share of the requests that were errors, 0 to 1. */
    double errorShare() {
        return requests() == 0 ? 0 : (double) errors() / requests();
    }

    Map<String, Long> errorsByKind() {
        Map<String, Long> sums = new TreeMap<>();
        kinds.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    /** What the first error was; empty if there was none. */
    String firstReason() {
        return firstReason.get();
    }

    /** For one thread to read. */
    Latencies latencies() {
        return latencies;
    }
}

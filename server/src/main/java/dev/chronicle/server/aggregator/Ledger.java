package dev.chronicle.server.aggregator;

import dev.chronicle.event.Position;
import dev.chronicle.server.backend.Backend;
import dev.chronicle.server.backend.LogAccess;

import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/**
 * What the aggregator has counted, in step with its events in the log. Threads share it.
 *
 * <p>A process that alone writes the log counts what it appends. Where several write one log, or a
 * message may come twice, each counts what it reads there.
 */
sealed interface Ledger permits OwnLedger, SharedLedger {

    /**
     * Counts what is in the log.
     *
     * @param maxTopicBytes what the names of topics and their counts may take of the heap
     */
    static Ledger open(Backend backend, long maxTopicBytes) {
        if (backend.access() == LogAccess.OWN && !backend.queues().areShared()) {
            return OwnLedger.open(backend.store(), maxTopicBytes);
        }
        SharedLedger ledger = new SharedLedger(backend.store(), maxTopicBytes);
        if (backend.queues().mode().answers()) {
            ledger.follow();
        }
        return ledger;
    }

    /** To be held while appending and recording. */
    Lock recording();

    /** Takes note of what an append has stored. */
    void record(Counts stored);

    /**
     * Says that something may have been appended and not recorded: what is counted is taken from
     * the log again, when {@link #keepIfDue} is called next.
     */
    void outOfStep();

    /**
     * What {@code read} makes of the counts, which include everything that was in the log when this
     * was called. It should take what it needs and be gone.
     */
    <T> T read(Function<Counts, T> read);

    /** What {@code read} makes of what is counted by now: never waits, and never asks the log. */
    <T> T soFar(Function<Counts, T> read);

    /** How many events were published up to a position of the log, and that position. */
    Published published();

    /**
     * So many events up to a position.
     *
     * @param head the position
     * @param count the events
     */
    record Published(Position head, long count) {}

    /** Whether there is room for the topics of some events, as far as they are new. */
    boolean hasRoomFor(Collection<PublishedEvent> events);

    /**
     * Keeps the counts in the log, if much has been counted since that was done. To be called now
     * and then.
     */
    void keepIfDue();

    /** Keeps the counts in the log, unless that was just done, and ends. */
    void close();
}

package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the aggregator has counted, always in step with its events in the log: whoever records holds
 * {@link #recording} from before the append until after {@link #record}, so that with the lock's
 * other side counts and head belong together. At every moment the counts are those of whole
 * appends.
 *
 * <p>Opening continues from the newest {@link CountsSnapshot} and counts what came after it.
 * Threads share it.
 */
final class Ledger {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    /** What opening may have to count again, and what comes in until the next tick. */
    private static final long DELIVERIES_BETWEEN_SNAPSHOTS = 500_000;

    /** What a topic takes beside its name. */
    private static final int TOPIC_OVERHEAD = 256;

    private final EventStore store;
    private final long maxTopicBytes;
    private final ReadWriteLock gate = new ReentrantReadWriteLock(true);
    private Counts counts = new Counts();
    private long topicBytes;
    private long receivedAtSnapshot;
    private volatile boolean outOfStep;

    private Ledger(EventStore store, long maxTopicBytes) {
        this.store = store;
        this.maxTopicBytes = maxTopicBytes;
    }

    /**
     * Counts what is in the log.
     *
     * @param maxTopicBytes what the names of topics and their counts may take of the heap
     */
    static Ledger open(EventStore store, long maxTopicBytes) {
        Ledger ledger = new Ledger(store, maxTopicBytes);
        ledger.recount();
        return ledger;
    }

    /** What was counted before remains if the log cannot be read. */
    private synchronized void recount() {
        CountsSnapshot kept = newestSnapshot();
        long receivedThen = kept.counts().total().received();
        Counts fresh = kept.counts();
        try (Stream<Event> since = store.read(TrailQuery.EVERYTHING, kept.position())) {
            since.filter(LogEvent::isOurs)
                    .forEach(
                            event ->
                                    fresh.count(
                                            LogEvent.topicOf(event),
                                            LogEvent.workerOf(event),
                                            event.type()));
        }
        counts = fresh;
        receivedAtSnapshot = receivedThen;
        topicBytes = fresh.topics().keySet().stream().mapToLong(Ledger::bytes).sum();
    }

    private CountsSnapshot newestSnapshot() {
        try (Stream<Event> newest =
                store.read(
                        Query.stream(CountsSnapshot.STREAM),
                        Position.END,
                        1,
                        Direction.BACKWARDS)) {
            return newest.findFirst().map(CountsSnapshot::of).orElseGet(Ledger::nothingCounted);
        } catch (IllegalStateException e) {
            log.warn("The counts that were kept cannot be read: everything is counted again", e);
            return nothingCounted();
        }
    }

    private static CountsSnapshot nothingCounted() {
        return new CountsSnapshot(Position.START, new Counts());
    }

    private static long bytes(String topic) {
        return 2L * topic.length() + TOPIC_OVERHEAD;
    }

    /** To be held while appending and recording. */
    Lock recording() {
        return gate.readLock();
    }

    /** Counts what an append has stored. */
    synchronized void record(Counts stored) {
        for (String topic : stored.topics().keySet()) {
            if (!counts.topics().containsKey(topic)) {
                topicBytes += bytes(topic);
            }
        }
        counts.add(stored);
    }

    /** What {@code read} makes of the counts. It should take what it needs and be gone. */
    synchronized <T> T read(Function<Counts, T> read) {
        return read.apply(counts);
    }

    /** The counts together with the head of the log that they belong to. */
    CountsSnapshot snapshot() {
        gate.writeLock().lock();
        try {
            return new CountsSnapshot(store.head(), read(Counts::copy));
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** How many events were published up to the head of the log, and that head. */
    Published published() {
        gate.writeLock().lock();
        try {
            return new Published(store.head(), read(it -> it.total().processed()));
        } finally {
            gate.writeLock().unlock();
        }
    }

    /**
     * So many events up to a position.
     *
     * @param head the position
     * @param count the events
     */
    record Published(Position head, long count) {}

    /** Whether there is room for the topics of some events, as far as they are new. */
    synchronized boolean hasRoomFor(Collection<PublishedEvent> events) {
        Set<String> fresh = new HashSet<>();
        long more = 0;
        String last = null;
        for (PublishedEvent event : events) {
            String topic = event.topic();
            if (!topic.equals(last) && !counts.topics().containsKey(topic) && fresh.add(topic)) {
                more += bytes(topic);
            }
            last = topic;
        }
        return more == 0 || topicBytes + more <= maxTopicBytes;
    }

    /**
     * Says that something may have been appended and not recorded: what is counted is taken from
     * the log again, when {@link #keepIfDue} is called next.
     */
    void outOfStep() {
        outOfStep = true;
    }

    /**
     * Keeps the counts in the log, if much has been counted since that was done. To be called now
     * and then.
     */
    void keepIfDue() {
        if (outOfStep && store.status() instanceof StoreStatus.Open) {
            gate.writeLock().lock();
            try {
                recount();
                outOfStep = false;
            } finally {
                gate.writeLock().unlock();
            }
        }
        if (read(it -> it.total().received()) - receivedAtSnapshot
                >= DELIVERIES_BETWEEN_SNAPSHOTS) {
            keep();
        }
    }

    /** Keeps the counts in the log, unless nothing has been counted since that was done. */
    void keep() {
        CountsSnapshot snapshot = snapshot();
        long received = snapshot.counts().total().received();
        if (outOfStep
                || received == receivedAtSnapshot
                || !(store.status() instanceof StoreStatus.Open)) {
            return;
        }
        try {
            store.append(List.of(snapshot.toEvent())).join();
            receivedAtSnapshot = received;
        } catch (RuntimeException e) {
            log.warn("The counts were not kept, the next start counts them again", e);
        }
    }
}

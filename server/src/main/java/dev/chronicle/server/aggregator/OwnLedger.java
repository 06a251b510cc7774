package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The ledger of a process that alone writes the log, always in step with it: whoever records holds
 * {@link #recording} from before the append until after {@link #record}, so that with the lock's
 * other side counts and head belong together. At every moment the counts are those of whole
 * appends.
 *
 * <p>Opening continues from the newest {@link CountsSnapshot} and counts what came after it.
 * Threads share it.
 */
final class OwnLedger implements Ledger {

    private static final Logger log = LoggerFactory.getLogger(OwnLedger.class);

    /** What opening may have to count again, and what comes in until the next tick. */
    private static final long DELIVERIES_BETWEEN_SNAPSHOTS = 500_000;

    private final EventStore store;
    private final TopicRoom room;
    private final ReadWriteLock gate = new ReentrantReadWriteLock(true);
    private Counts counts = new Counts();
    private long receivedAtSnapshot;
    private volatile boolean outOfStep;

    private OwnLedger(EventStore store, long maxTopicBytes) {
        this.store = store;
        room = new TopicRoom(maxTopicBytes);
    }

    /**
     * Counts what is in the log.
     *
     * @param maxTopicBytes what the names of topics and their counts may take of the heap
     */
    static OwnLedger open(EventStore store, long maxTopicBytes) {
        OwnLedger ledger = new OwnLedger(store, maxTopicBytes);
        ledger.recount();
        return ledger;
    }

    /** What was counted before remains if the log cannot be read. */
    private synchronized void recount() {
        CountsSnapshot kept = CountsSnapshot.newest(store);
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
        room.recount(fresh.topics().keySet());
    }

    @Override
    public Lock recording() {
        return gate.readLock();
    }

    @Override
    public synchronized void record(Counts stored) {
        for (String topic : stored.topics().keySet()) {
            if (!counts.topics().containsKey(topic)) {
                room.add(topic);
            }
        }
        counts.add(stored);
    }

    @Override
    public synchronized <T> T read(Function<Counts, T> read) {
        return read.apply(counts);
    }

    @Override
    public <T> T soFar(Function<Counts, T> read) {
        return read(read);
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

    @Override
    public Published published() {
        gate.writeLock().lock();
        try {
            return new Published(store.head(), read(it -> it.total().processed()));
        } finally {
            gate.writeLock().unlock();
        }
    }

    @Override
    public synchronized boolean hasRoomFor(Collection<PublishedEvent> events) {
        return room.isEnoughFor(events, counts.topics().keySet());
    }

    @Override
    public void outOfStep() {
        outOfStep = true;
    }

    @Override
    public void keepIfDue() {
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

    @Override
    public void close() {
        keep();
    }
}

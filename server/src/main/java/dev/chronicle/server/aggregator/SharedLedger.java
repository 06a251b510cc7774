package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.server.http.Problem;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;
import dev.chronicle.supervision.Supervisor;
import dev.chronicle.supervision.SupervisorOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The ledger of a log that other processes write, too: it counts what it reads there, from the
 * newest {@link CountsSnapshot} on. Who asks waits until everything is counted that was in the log
 * then, so that all processes give the same answer. While nobody asks, it reads much at a time, and
 * not each commit by itself. Threads share it.
 */
final class SharedLedger implements Ledger {

    private static final Logger log = LoggerFactory.getLogger(SharedLedger.class);
    private static final long DELIVERIES_BETWEEN_SNAPSHOTS = 500_000;
    private static final int TOGETHER = 1000;
    private static final Duration LOOK_UP = Duration.ofSeconds(1);
    private static final Duration UNASKED = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** While the log cannot be read, following it fails again and again. */
    private static final int RESTARTS = 10_000;

    private static final Query FOLLOWED =
            Query.anyOf(
                    Query.Item.ANY.ofType(LogEvent.PUBLISHED, LogEvent.DROPPED, LogEvent.FAILED),
                    Query.Item.ANY.in(CountsSnapshot.STREAM));

    private final EventStore store;
    private final Supervisor supervisor;
    private final Lock recording = new ReentrantReadWriteLock().readLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition counted = lock.newCondition();
    private final Condition asked = lock.newCondition();
    private final TopicRoom room;

    // guarded by the lock
    private boolean begun;
    private boolean gaveUp;
    private int waiting;
    private Counts counts = new Counts();
    private Position position = Position.START;
    private long receivedAtSnapshot;

    SharedLedger(EventStore store, long maxTopicBytes) {
        this.store = store;
        room = new TopicRoom(maxTopicBytes);
        supervisor =
                new Supervisor(
                        SupervisorOptions.standard().intensity(RESTARTS, Duration.ofSeconds(20)),
                        (_, failure) -> giveUp(failure));
    }

    /** Begins to count. */
    void follow() {
        supervisor.start("aggregator-counts", this::run);
    }

    private void run() throws InterruptedException {
        begin();
        try (Subscription events = store.subscribe(FOLLOWED, position())) {
            while (true) {
                List<Event> next = events.take(TOGETHER, LOOK_UP);
                count(next);
                if (next.size() < TOGETHER) {
                    awaitAsked();
                }
            }
        }
    }

    private void awaitAsked() throws InterruptedException {
        long nanos = UNASKED.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting == 0 && nanos > 0) {
                nanos = asked.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        if (position().equals(Position.START)) {
            CountsSnapshot kept = CountsSnapshot.newest(store);
            lock.lock();
            try {
                counts = kept.counts();
                position = kept.position();
                receivedAtSnapshot = counts.total().received();
                room.recount(counts.topics().keySet());
                begun = true;
            } finally {
                lock.unlock();
            }
        }
    }

    private Position position() {
        lock.lock();
        try {
            return position;
        } finally {
            lock.unlock();
        }
    }

    private void count(List<Event> events) {
        lock.lock();
        try {
            for (Event event : events) {
                count(event);
                position = event.position();
            }
            counted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void count(Event event) {
        if (event.stream().equals(CountsSnapshot.STREAM)) {
            receivedAtSnapshot = counts.total().received();
        } else if (LogEvent.isOurs(event)) {
            String topic = LogEvent.topicOf(event);
            if (!counts.topics().containsKey(topic)) {
                room.add(topic);
            }
            counts.count(topic, LogEvent.workerOf(event), event.type());
        }
    }

    private void giveUp(Throwable failure) {
        log.error("The log is not followed any more", failure);
        lock.lock();
        try {
            gaveUp = true;
            counted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Others' appends are read like ours: nothing is to be kept out meanwhile. */
    @Override
    public Lock recording() {
        return recording;
    }

    /** It will be read in the log. */
    @Override
    public void record(Counts stored) {}

    @Override
    public void outOfStep() {}

    @Override
    public <T> T read(Function<Counts, T> read) {
        return whenCounted(read);
    }

    @Override
    public <T> T soFar(Function<Counts, T> read) {
        lock.lock();
        try {
            return read.apply(counts);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Published published() {
        return whenCounted(it -> new Published(position, it.total().processed()));
    }

    /** The newest in the log is read, and not asked for: another process may have written it. */
    private <T> T whenCounted(Function<Counts, T> read) {
        Position newest;
        try (Stream<Event> events = store.read(FOLLOWED, Position.END, 1, Direction.BACKWARDS)) {
            newest = events.findFirst().map(Event::position).orElse(Position.START);
        }
        lock.lock();
        try {
            awaitCounted(newest);
            return read.apply(counts);
        } finally {
            lock.unlock();
        }
    }

    private void awaitCounted(Position newest) {
        long nanos = PATIENCE.toNanos();
        waiting++;
        asked.signalAll();
        try {
            while (!begun || position.compareTo(newest) < 0) {
                if (nanos <= 0 || gaveUp) {
                    throw Problem.unavailable("the counts are behind the log");
                }
                nanos = counted.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the server is stopping");
        } finally {
            waiting--;
        }
    }

    @Override
    public boolean hasRoomFor(Collection<PublishedEvent> events) {
        lock.lock();
        try {
            return room.isEnoughFor(events, counts.topics().keySet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void keepIfDue() {
        keepAfter(DELIVERIES_BETWEEN_SNAPSHOTS);
    }

    /** If another process does the same at the same time, there are two, which does no harm. */
    private void keepAfter(long deliveries) {
        CountsSnapshot snapshot;
        lock.lock();
        try {
            if (!begun || counts.total().received() - receivedAtSnapshot < deliveries) {
                return;
            }
            snapshot = new CountsSnapshot(position, counts.copy());
        } finally {
            lock.unlock();
        }
        if (!(store.status() instanceof StoreStatus.Open)) {
            return;
        }
        try {
            store.append(List.of(snapshot.toEvent())).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("The counts were not kept, others count more events again", e);
        }
    }

    @Override
    public void close() {
        supervisor.close();
        try {
            boolean unused = supervisor.awaitTermination(LOOK_UP.plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        keepAfter(1);
    }
}

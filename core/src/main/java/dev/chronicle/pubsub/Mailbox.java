package dev.chronicle.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The messages that wait for one subscriber: a bounded queue for each priority, so that no flood of
 * one takes the room of another. A higher one goes first; but when {@value #PATIENCE} have
 * overtaken a lower one, it has its turn. Threads share it.
 */
final class Mailbox {

    /** How many messages may overtake one of lower priority. */
    static final int PATIENCE = 64;

    /** How often a taker lets others run before it waits, where that pays. */
    private static final int MOST_YIELDS = 64;

    /** What became of a message. */
    enum Outcome {
        QUEUED,
        /** It is queued, and others had to go for it. */
        QUEUED_FOR_OTHERS,
        DROPPED,
        /** It was not taken, and the publisher may wait. */
        FULL,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final List<Lane> lanes;
    private int size;
    private int waitingTakers;
    private int waitingPublishers;
    private boolean closed;
    private long dropped;

    /** Read without the lock. */
    private volatile boolean empty = true;

    private volatile int yields = 1;

    Mailbox(SubscriberOptions options) {
        lanes =
                Stream.of(Priority.values())
                        .map(_ -> new Lane(options.capacity(), options.maxBytes()))
                        .toList();
    }

    Outcome offer(Delivery delivery, Overflow overflow) {
        lock.lock();
        try {
            if (closed) {
                return Outcome.CLOSED;
            }
            Lane lane = lane(delivery);
            if (lane.hasRoomFor(delivery)) {
                add(lane, delivery);
                return Outcome.QUEUED;
            }
            return switch (overflow) {
                case Overflow.DropOldest _ -> {
                    while (!lane.hasRoomFor(delivery)) {
                        lane.remove();
                        size--;
                        dropped++;
                    }
                    add(lane, delivery);
                    yield Outcome.QUEUED_FOR_OTHERS;
                }
                case Overflow.DropNewest _ -> {
                    dropped++;
                    yield Outcome.DROPPED;
                }
                case Overflow.Block _ -> Outcome.FULL;
            };
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room, and drops the message if there is none in time. */
    Outcome offerWithin(Delivery delivery, long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
        lock.lockInterruptibly();
        waitingPublishers++;
        try {
            Lane lane = lane(delivery);
            while (!closed && !lane.hasRoomFor(delivery) && left > 0) {
                left = notFull.awaitNanos(left);
            }
            if (closed) {
                return Outcome.CLOSED;
            }
            if (lane.hasRoomFor(delivery)) {
                add(lane, delivery);
                return Outcome.QUEUED;
            }
            dropped++;
            return Outcome.DROPPED;
        } finally {
            waitingPublishers--;
            lock.unlock();
        }
    }

    private Lane lane(Delivery delivery) {
        return lanes.get(delivery.priority().ordinal());
    }

    private void add(Lane lane, Delivery delivery) {
        lane.add(delivery);
        if (size++ == 0) {
            empty = false;
        }
        if (waitingTakers > 0) {
            notEmpty.signal();
        }
    }

    /**
     * @return at least one, unless the time is over
     * @throws SubscriberClosedException if it is closed
     */
    List<Delivery> take(int max, long timeoutNanos) throws InterruptedException {
        Collection<Delivery> taken;
        letOthersRun();
        lock.lockInterruptibly();
        try {
            awaitMessages(timeoutNanos);
            taken = remove(max);
            empty = size == 0;
            if (waitingPublishers > 0) {
                notFull.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return List.copyOf(taken);
    }

    /**
     * To wake a taker costs the publisher more than to leave it ten messages, and one that waits
     * for each is woken for each. So it first lets others run for a moment: for longer where
     * messages came meanwhile, for hardly any time where they did not. A quiet mailbox costs
     * nothing.
     */
    @SuppressWarnings("ThreadPriorityCheck") // only how often a taker is woken depends on it
    private void letOthersRun() {
        if (!empty) {
            return;
        }
        int most = yields;
        for (int i = 0; empty && i < most; i++) {
            Thread.yield();
        }
        yields = empty ? Math.max(1, most / 2) : Math.min(MOST_YIELDS, most * 2);
    }

    private void awaitMessages(long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
        waitingTakers++;
        try {
            while (size == 0 && !closed && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
        } finally {
            waitingTakers--;
        }
        if (closed) {
            throw new SubscriberClosedException();
        }
    }

    /** Where all are of one priority, there is nothing to choose. */
    private Collection<Delivery> remove(int max) {
        for (Lane lane : lanes) {
            if (lane.size() == size) {
                Collection<Delivery> first = lane.remove(max);
                size -= first.size();
                return first;
            }
        }
        int count = Math.min(max, size);
        List<Delivery> taken = new ArrayList<>(count);
        while (taken.size() < count) {
            taken.add(next());
        }
        return taken;
    }

    private Delivery next() {
        int chosen = -1;
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            if (!lane.isEmpty() && (chosen < 0 || lane.overtaken() >= PATIENCE)) {
                chosen = i;
            }
        }
        for (int i = chosen + 1; i < lanes.size(); i++) {
            if (!lanes.get(i).isEmpty()) {
                lanes.get(i).overtake();
            }
        }
        size--;
        return lanes.get(chosen).remove();
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            size = 0;
            empty = false;
            lanes.forEach(Lane::clear);
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

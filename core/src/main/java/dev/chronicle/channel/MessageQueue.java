package dev.chronicle.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue of an in-process channel and the consumers that wait for it, under one lock.
 *
 * <p>Consumers wait in a line of their own. A message that finds the line not empty goes straight
 * to its head: at low load each message travels alone and the consumers take turns. A message that
 * finds nobody waiting is queued, and whoever is free next takes as many as a delivery may hold:
 * under load many messages share one delivery. So there is never a queued message while a consumer
 * waits.
 */
final class MessageQueue<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Message<T>> queue = new ArrayDeque<>();
    private final ArrayDeque<WaitingConsumer<T>> line = new ArrayDeque<>();
    private final int capacity;
    private final long maxWeight;
    private final int maxBatch;
    private int inFlight;
    private long weight;
    private ChannelStatus.State state = ChannelStatus.State.OPEN;

    MessageQueue(int capacity, long maxWeight, int maxBatch) {
        this.capacity = capacity;
        this.maxWeight = maxWeight;
        this.maxBatch = maxBatch;
    }

    void put(T body, long bodyWeight) {
        lock.lock();
        try {
            requireOpen();
            if (!hasRoom(bodyWeight)) {
                throw full();
            }
            add(new Message<>(body, bodyWeight));
        } finally {
            lock.unlock();
        }
    }

    void put(T body, long bodyWeight, Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            requireOpen();
            while (!hasRoom(bodyWeight)) {
                if (nanos <= 0) {
                    throw full();
                }
                nanos = room.awaitNanos(nanos);
                requireOpen();
            }
            add(new Message<>(body, bodyWeight));
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        switch (state) {
            case OPEN -> {}
            case CLOSED -> throw new ChannelClosedException("the channel is closed");
            case FAILED ->
                    throw new ChannelClosedException("the channel's consumers have given up");
        }
    }

    private boolean hasRoom(long more) {
        return queue.size() + inFlight < capacity && weight <= maxWeight - more;
    }

    private ChannelFullException full() {
        return new ChannelFullException(
                "the channel is full: messages=%d capacity=%d weight=%d maxWeight=%d"
                        .formatted(queue.size() + inFlight, capacity, weight, maxWeight));
    }

    private void add(Message<T> message) {
        weight += message.weight;
        WaitingConsumer<T> first = line.pollFirst();
        if (first == null) {
            queue.addLast(message);
        } else {
            inFlight++;
            first.hand(List.of(message));
        }
    }

    /**
     * The next messages for a consumer, waiting for them; none when there will be none any more.
     */
    List<Message<T>> take() throws InterruptedException {
        WaitingConsumer<T> self;
        lock.lockInterruptibly();
        try {
            if (!queue.isEmpty()) {
                return head();
            }
            if (state != ChannelStatus.State.OPEN) {
                return List.of();
            }
            self = new WaitingConsumer<>(Thread.currentThread());
            line.addLast(self);
        } finally {
            lock.unlock();
        }
        try {
            return topUp(self.await());
        } catch (InterruptedException e) {
            leaveLine(self);
            throw e;
        }
    }

    private List<Message<T>> head() {
        Message<T> first = queue.removeFirst();
        inFlight++;
        return withMore(first);
    }

    /**
     * Lets the senders that are ready to run go first, and adds what they have queued: in a burst
     * the first messages would travel alone, one to each consumer, while all others wait for them.
     * Nobody waits if nobody is ready to send.
     */
    @SuppressWarnings("ThreadPriorityCheck") // only how many travel together depends on it
    private List<Message<T>> topUp(List<Message<T>> handed) {
        if (handed.size() != 1) {
            return handed;
        }
        Thread.yield();
        lock.lock();
        try {
            return withMore(handed.getFirst());
        } finally {
            lock.unlock();
        }
    }

    private List<Message<T>> withMore(Message<T> first) {
        if (first.travelsAlone() || queue.isEmpty()) {
            return List.of(first);
        }
        List<Message<T>> batch = new ArrayList<>(Math.min(maxBatch, queue.size() + 1));
        batch.add(first);
        Message<T> next = queue.peekFirst();
        while (next != null && !next.travelsAlone() && batch.size() < maxBatch) {
            batch.add(queue.removeFirst());
            next = queue.peekFirst();
        }
        inFlight += batch.size() - 1;
        return batch;
    }

    /** An interrupted consumer may have been handed messages in the same moment. */
    private void leaveLine(WaitingConsumer<T> consumer) {
        lock.lock();
        try {
            if (!line.remove(consumer)) {
                requeue(consumer.handed());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The messages are done with, handled or dead. */
    void remove(List<Message<T>> messages) {
        lock.lock();
        try {
            inFlight -= messages.size();
            for (Message<T> message : messages) {
                weight -= message.weight;
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Puts messages that were taken back in front, in their order. */
    void giveBack(List<Message<T>> messages) {
        lock.lock();
        try {
            requeue(messages);
        } finally {
            lock.unlock();
        }
    }

    private void requeue(List<Message<T>> messages) {
        inFlight -= messages.size();
        for (Message<T> message : messages.reversed()) {
            queue.addFirst(message);
        }
        while (!line.isEmpty() && !queue.isEmpty()) {
            line.removeFirst().hand(head());
        }
    }

    /** Takes no more messages; consumers get what is queued and then nothing. */
    void close(ChannelStatus.State how) {
        lock.lock();
        try {
            if (state == ChannelStatus.State.OPEN) {
                state = how;
            }
            for (WaitingConsumer<T> consumer : line) {
                consumer.hand(List.of());
            }
            line.clear();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything that is queued out. */
    List<Message<T>> clear() {
        lock.lock();
        try {
            List<Message<T>> left = List.copyOf(queue);
            queue.clear();
            for (Message<T> message : left) {
                weight -= message.weight;
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How many consumers stand in line. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    ChannelStatus status(List<ChannelStatus.ConsumerStatus> consumers) {
        lock.lock();
        try {
            return new ChannelStatus(
                    state, queue.size(), inFlight, capacity, weight, maxWeight, consumers);
        } finally {
            lock.unlock();
        }
    }
}

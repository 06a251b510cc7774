package dev.chronicle.cluster;

import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreUnreachableException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends appends to another node in the order in which they were offered: one request at a time,
 * with everything that has come meanwhile. Threads share it.
 */
final class RemoteAppends implements AutoCloseable {

    /** When a request has so many bytes, the rest goes with the next: 4 MiB. */
    private static final int REQUEST_BYTES = 4 * 1024 * 1024;

    /** Who offers more waits: 32 MiB. */
    private static final long MAX_WAITING_BYTES = 32L * 1024 * 1024;

    /** Leaves room for what stands around the append. */
    private static final int MAX_APPEND = Network.MAX_MESSAGE - 4096;

    private final StoreCalls calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long waitingBytes;
    private boolean underWay;
    private boolean closed;

    RemoteAppends(StoreCalls calls) {
        this.calls = calls;
    }

    private record Waiting(
            AppendWire.Encoded append, CompletableFuture<List<AppendResult>> outcome) {

        int size() {
            return append.bytes().length;
        }
    }

    CompletableFuture<List<AppendResult>> offer(Append append) {
        AppendWire.Encoded encoded = AppendWire.encode(append);
        if (encoded.bytes().length > MAX_APPEND) {
            throw new IllegalArgumentException(
                    "the append is too large for another node: bytes=%d limit=%d"
                            .formatted(encoded.bytes().length, MAX_APPEND));
        }
        Waiting waiting = new Waiting(encoded, new CompletableFuture<>());
        lock.lock();
        try {
            while (!closed
                    && !queue.isEmpty()
                    && waitingBytes + waiting.size() > MAX_WAITING_BYTES) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return CompletableFuture.failedFuture(
                        new StoreClosedException("the store is closed"));
            }
            queue.add(waiting);
            waitingBytes += waiting.size();
            if (!underWay) {
                underWay = true;
                Thread.ofVirtual().name("chronicle-remote-appends").start(this::send);
            }
        } finally {
            lock.unlock();
        }
        return waiting.outcome;
    }

    private void send() {
        for (List<Waiting> group = next(); !group.isEmpty(); group = next()) {
            send(group);
        }
    }

    /** What goes with the next request; nothing if there is nothing, and then the sender ends. */
    private List<Waiting> next() {
        List<Waiting> group = new ArrayList<>();
        lock.lock();
        try {
            int bytes = 0;
            while (!queue.isEmpty()) {
                int more = queue.element().size();
                if (!group.isEmpty() && bytes + more > REQUEST_BYTES) {
                    break;
                }
                bytes += more;
                group.add(queue.remove());
            }
            waitingBytes -= bytes;
            underWay = !group.isEmpty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return group;
    }

    private void send(List<Waiting> group) {
        try {
            List<StoreCalls.AppendOutcome> outcomes =
                    RemoteEventStore.await(
                            calls.append(group.stream().map(it -> it.append.bytes()).toList()));
            if (outcomes.size() != group.size()) {
                throw new StoreUnreachableException("an answer does not fit its request");
            }
            for (int i = 0; i < group.size(); i++) {
                complete(group.get(i), outcomes.get(i));
            }
        } catch (RuntimeException e) {
            group.forEach(it -> it.outcome.completeExceptionally(e));
        }
    }

    private static void complete(Waiting waiting, StoreCalls.AppendOutcome outcome) {
        switch (outcome) {
            case StoreCalls.AppendOutcome.Done(List<AppendResult> results) ->
                    waiting.outcome.complete(results);
            case StoreCalls.AppendOutcome.Refused(RuntimeException failure) ->
                    waiting.outcome.completeExceptionally(waiting.append.original(failure));
        }
    }

    /** Takes no more, and waits for what was taken. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (underWay) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}

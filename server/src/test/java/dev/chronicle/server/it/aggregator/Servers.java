package dev.chronicle.server.it.aggregator;

import org.jspecify.annotations.Nullable;

/** The server that is there now, for publishers that outlive one. */
final class Servers {

    private @Nullable AggregatorClient current;
    private boolean last;
    private int acknowledged;

    /** There is another one. */
    synchronized void next(AggregatorClient server) {
        current = server;
        acknowledged = 0;
        notifyAll();
    }

    /** There is another one, and it will stay: publishers finish what they are at. */
    synchronized void last(AggregatorClient server) {
        last = true;
        next(server);
    }

    synchronized boolean isLast() {
        return last;
    }

    /** Waits for one that is not {@code failed}. */
    synchronized AggregatorClient await(@Nullable AggregatorClient failed)
            throws InterruptedException {
        while (current == null || current == failed) {
            wait();
        }
        return current;
    }

    synchronized void acknowledge() {
        acknowledged++;
        notifyAll();
    }

    /** Waits until the current one has acknowledged so many batches. */
    synchronized void awaitAcknowledged(int batches) throws InterruptedException {
        while (acknowledged < batches) {
            wait();
        }
    }
}

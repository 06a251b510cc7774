package dev.chronicle.cluster;

import dev.chronicle.store.EventStore;

/** What is done with a worker. It may be done several times, with different ones. */
@FunctionalInterface
public interface Work<R> {

    /**
     * Does it. Whatever is appended has its ids from before: built here, an event would have a new
     * id in every attempt.
     */
    R on(EventStore worker) throws Exception;
}

package dev.chronicle.projection;

import dev.chronicle.store.EventStore;

import java.util.List;

/** The notes on events that projections have put aside. Threads may share it. */
public interface ParkedEvents {

    /**
     * The category of the streams that {@link #in} writes, {@value}: their events are handed to no
     * projection.
     */
    String CATEGORY = "chronicle.parked";

    /** Keeps a note, durably. The same position of the same projection again changes nothing. */
    void park(ParkedEvent event);

    /** The notes of a projection, in the order in which they were made. */
    List<ParkedEvent> of(String projection);

    /** Throws the notes of a projection away, since it begins at the start again. */
    void forget(String projection);

    /** In memory: gone with the process, while the events stay skipped. For tests. */
    static ParkedEvents inMemory() {
        return new MemoryParkedEvents();
    }

    /**
     * As events of the stream {@code chronicle.parked/<projection>} in a store, be it the one that
     * the projection reads or another.
     */
    static ParkedEvents in(EventStore store) {
        return new StreamParkedEvents(store);
    }
}

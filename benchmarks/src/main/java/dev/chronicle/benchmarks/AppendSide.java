package dev.chronicle.benchmarks;

import dev.chronicle.event.NewEvent;

import java.io.IOException;
import java.util.List;

/** Something that stores events durably, as one side of a comparison. Threads share it. */
interface AppendSide extends AutoCloseable {

    /** Stores the events together, and returns when they are synced. */
    void append(List<NewEvent> events);

    /** How often it synced so far. */
    long syncs();

    @Override
    void close() throws IOException;
}

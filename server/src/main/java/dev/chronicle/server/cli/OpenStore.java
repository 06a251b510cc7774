package dev.chronicle.server.cli;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;

import java.nio.file.Path;

/** The store that the server keeps its log in. */
final class OpenStore {

    /** What an acknowledgement is worth. */
    static final String DURABILITY = "none: the log is in memory and gone when the process ends";

    private OpenStore() {}

    static EventStore at(Path data) {
        return new MemoryEventStore();
    }
}

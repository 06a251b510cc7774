package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.segment.SegmentEventStore;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SegmentAggregatesTest extends AggregatesContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SegmentEventStore.open(directory);
    }

    @Override
    protected int commandsOfEach() {
        return Boolean.getBoolean("chronicle.slow") ? 100 : 20;
    }
}

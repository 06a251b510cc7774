package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.segment.SegmentEventStore;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SegmentQueryDecisionsTest extends QueryDecisionsContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SegmentEventStore.open(directory);
    }
}

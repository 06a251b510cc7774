package dev.chronicle.testkit;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.segment.SegmentCheckpointStore;
import dev.chronicle.store.segment.SegmentEventStore;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SegmentProjectionsTest extends ProjectionsContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SegmentEventStore.open(directory);
    }

    @Override
    protected CheckpointStore openCheckpoints() {
        return SegmentCheckpointStore.open(directory);
    }

    @Override
    protected int steps() {
        return Boolean.getBoolean("chronicle.slow") ? 500 : super.steps();
    }
}

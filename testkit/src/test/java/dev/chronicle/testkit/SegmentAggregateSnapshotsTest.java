package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentSnapshotStore;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SegmentAggregateSnapshotsTest extends AggregateSnapshotsContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SegmentEventStore.open(directory);
    }

    @Override
    protected SnapshotStore openSnapshots() {
        return SegmentSnapshotStore.open(directory);
    }
}

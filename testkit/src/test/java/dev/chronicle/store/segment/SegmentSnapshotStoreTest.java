package dev.chronicle.store.segment;

import dev.chronicle.store.SnapshotStore;
import dev.chronicle.testkit.SnapshotStoreContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The contract on a file that is compacted as soon as it has a little garbage. */
class SegmentSnapshotStoreTest extends SnapshotStoreContract {

    @TempDir Path directory;

    @Override
    protected SnapshotStore open() {
        return SegmentSnapshotStore.open(directory, Disk.uninterruptible(), 512);
    }
}

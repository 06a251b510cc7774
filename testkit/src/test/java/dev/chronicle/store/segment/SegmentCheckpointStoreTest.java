package dev.chronicle.store.segment;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.testkit.CheckpointStoreContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The contract on a file that is replaced as soon as it has a little garbage. */
class SegmentCheckpointStoreTest extends CheckpointStoreContract {

    @TempDir Path directory;

    @Override
    protected CheckpointStore open() {
        return SegmentCheckpointStore.open(directory, FaultyDisk.sound(), 4096, System::nanoTime);
    }
}

package dev.chronicle.store.sqlite;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.testkit.CheckpointStoreContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteCheckpointStoreTest extends CheckpointStoreContract {

    @TempDir private Path directory;

    @Override
    protected CheckpointStore open() {
        return SqliteCheckpointStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }
}

package dev.chronicle.store.sqlite;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.testkit.ProjectionsContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteProjectionsTest extends ProjectionsContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SqliteEventStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }

    @Override
    protected CheckpointStore openCheckpoints() {
        return SqliteCheckpointStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }
}

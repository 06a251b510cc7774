package dev.chronicle.store.sqlite;

import dev.chronicle.store.SnapshotStore;
import dev.chronicle.testkit.SnapshotStoreContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteSnapshotStoreTest extends SnapshotStoreContract {

    @TempDir private Path directory;

    @Override
    protected SnapshotStore open() {
        return SqliteSnapshotStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }
}

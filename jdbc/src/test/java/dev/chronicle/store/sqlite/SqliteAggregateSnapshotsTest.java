package dev.chronicle.store.sqlite;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.testkit.AggregateSnapshotsContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteAggregateSnapshotsTest extends AggregateSnapshotsContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SqliteEventStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }

    @Override
    protected SnapshotStore openSnapshots() {
        return SqliteSnapshotStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }
}

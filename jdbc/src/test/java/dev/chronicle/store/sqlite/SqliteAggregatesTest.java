package dev.chronicle.store.sqlite;

import dev.chronicle.store.EventStore;
import dev.chronicle.testkit.AggregatesContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteAggregatesTest extends AggregatesContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SqliteEventStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }

    /** Every command waits for a database that syncs. */
    @Override
    protected int commandsOfEach() {
        return Boolean.getBoolean("chronicle.slow") ? 100 : 20;
    }
}

package dev.chronicle.store.sqlite;

import dev.chronicle.store.EventStore;
import dev.chronicle.testkit.QueryDecisionsContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SqliteQueryDecisionsTest extends QueryDecisionsContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open() {
        return SqliteEventStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
    }
}

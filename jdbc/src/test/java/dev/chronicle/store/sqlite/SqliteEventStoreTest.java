package dev.chronicle.store.sqlite;

import dev.chronicle.store.EventStore;
import dev.chronicle.testkit.EventStoreContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;

class SqliteEventStoreTest extends EventStoreContract {

    @TempDir private Path directory;

    @Override
    protected EventStore open(InstantSource clock) {
        return SqliteEventStore.open(
                SqliteOptions.of(directory.resolve("chronicle.db")).clock(clock));
    }

    /** Every append waits for a file that syncs. */
    @Override
    protected int rounds() {
        return 25;
    }
}

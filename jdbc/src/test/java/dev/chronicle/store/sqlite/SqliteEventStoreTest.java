package dev.chronicle.store.sqlite;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.testkit.EventStoreContract;
import dev.chronicle.testkit.MeasuredStoreContract;

import org.junit.jupiter.api.Nested;
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

    @Nested
    class Measured extends MeasuredStoreContract {

        @Override
        protected MeasuredStore open() {
            return SqliteEventStore.open(SqliteOptions.of(directory.resolve("chronicle.db")));
        }
    }
}

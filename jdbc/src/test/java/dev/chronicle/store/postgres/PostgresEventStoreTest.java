package dev.chronicle.store.postgres;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.testkit.EventStoreContract;
import dev.chronicle.testkit.MeasuredStoreContract;

import org.junit.jupiter.api.Nested;

import java.time.InstantSource;

class PostgresEventStoreTest extends EventStoreContract {

    private final PostgresOptions options = TestPostgres.fresh();

    @Override
    protected EventStore open(InstantSource clock) {
        return PostgresEventStore.open(options.clock(clock));
    }

    /** Every append waits for a database that syncs. */
    @Override
    protected int rounds() {
        return 25;
    }

    @Nested
    class Measured extends MeasuredStoreContract {

        @Override
        protected MeasuredStore open() {
            return PostgresEventStore.open(options);
        }
    }
}

package dev.chronicle.store.postgres;

import dev.chronicle.store.EventStore;
import dev.chronicle.testkit.AggregatesContract;

class PostgresAggregatesTest extends AggregatesContract {

    private final PostgresOptions options = TestPostgres.fresh();

    @Override
    protected EventStore open() {
        return PostgresEventStore.open(options);
    }

    /** Every command waits for a database that syncs. */
    @Override
    protected int commandsOfEach() {
        return Boolean.getBoolean("chronicle.slow") ? 100 : 20;
    }
}

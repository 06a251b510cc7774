package dev.chronicle.store.postgres;

import dev.chronicle.store.EventStore;
import dev.chronicle.testkit.QueryDecisionsContract;

class PostgresQueryDecisionsTest extends QueryDecisionsContract {

    private final PostgresOptions options = TestPostgres.fresh();

    @Override
    protected EventStore open() {
        return PostgresEventStore.open(options);
    }
}

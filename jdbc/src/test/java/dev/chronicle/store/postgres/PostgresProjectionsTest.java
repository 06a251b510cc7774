package dev.chronicle.store.postgres;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.testkit.ProjectionsContract;

class PostgresProjectionsTest extends ProjectionsContract {

    private final PostgresOptions options = TestPostgres.fresh();

    @Override
    protected EventStore open() {
        return PostgresEventStore.open(options);
    }

    @Override
    protected CheckpointStore openCheckpoints() {
        return PostgresCheckpointStore.open(options);
    }
}

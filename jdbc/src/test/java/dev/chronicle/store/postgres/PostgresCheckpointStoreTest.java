package dev.chronicle.store.postgres;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.testkit.CheckpointStoreContract;

class PostgresCheckpointStoreTest extends CheckpointStoreContract {

    private final PostgresOptions options = TestPostgres.fresh();

    @Override
    protected CheckpointStore open() {
        return PostgresCheckpointStore.open(options);
    }
}

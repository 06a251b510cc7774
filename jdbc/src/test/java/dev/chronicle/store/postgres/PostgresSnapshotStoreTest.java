package dev.chronicle.store.postgres;

import dev.chronicle.store.SnapshotStore;
import dev.chronicle.testkit.SnapshotStoreContract;

class PostgresSnapshotStoreTest extends SnapshotStoreContract {

    private final PostgresOptions options = TestPostgres.fresh();

    @Override
    protected SnapshotStore open() {
        return PostgresSnapshotStore.open(options);
    }
}

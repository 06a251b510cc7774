package dev.chronicle.store.postgres;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.testkit.AggregateSnapshotsContract;

class PostgresAggregateSnapshotsTest extends AggregateSnapshotsContract {

    private final PostgresOptions options = TestPostgres.fresh();

    @Override
    protected EventStore open() {
        return PostgresEventStore.open(options);
    }

    @Override
    protected SnapshotStore openSnapshots() {
        return PostgresSnapshotStore.open(options);
    }
}

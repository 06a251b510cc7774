package dev.chronicle.benchmarks;

import dev.chronicle.event.NewEvent;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;

import java.util.List;

/** The store on PostgreSQL. */
final class PostgresSide implements AppendSide {

    private final PostgresEventStore store;

    PostgresSide(PostgresOptions options) {
        store = PostgresEventStore.open(options);
    }

    @Override
    public void append(List<NewEvent> events) {
        if (store.append(events).join().size() != events.size()) {
            throw new IllegalStateException("an event was not answered");
        }
    }

    /** Not counted. */
    @Override
    public long syncs() {
        return 0;
    }

    @Override
    public void close() {
        store.close();
    }
}

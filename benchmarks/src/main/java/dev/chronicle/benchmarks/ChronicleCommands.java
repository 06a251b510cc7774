package dev.chronicle.benchmarks;

import dev.chronicle.benchmarks.Counter.Command;
import dev.chronicle.benchmarks.Counter.Deposit;
import dev.chronicle.benchmarks.Counter.Happened;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.store.postgres.PostgresOptions;

/** Aggregates on the store on PostgreSQL, with no state kept in memory and no snapshots. */
final class ChronicleCommands implements CommandSide {

    private final CounterStore store;
    private final Aggregates<Command, Happened, Counter, String> counters;

    ChronicleCommands(PostgresOptions options, int counters, int eventsEach) {
        store = CounterStore.onPostgres(options);
        store.fill(counters, eventsEach, false);
        this.counters = store.counters().cached(0).build();
    }

    @Override
    public void deposit(int counter) throws InterruptedException {
        counters.execute(CounterStore.id(counter), new Deposit(1)).orThrow();
    }

    @Override
    public long events() {
        return store.events();
    }

    @Override
    public void close() {
        counters.close();
        store.close();
    }
}
